import { type ListedRun, listRuns } from "../lib/dag/runs/runs.ts";
import { readLatest } from "../lib/dag/runs/latest.ts";
import type { RunRecord } from "../lib/dag/runs/run_record.ts";
import { MlflowError } from "../lib/tracking/mlflow_client.ts";
import { type MlflowSettings, mlflowSettings } from "../lib/tracking/mlflow_settings.ts";
import { isSent, sendRun } from "../lib/tracking/send_run.ts";
import { recordTracking } from "../lib/tracking/tracking_warning.ts";
import { UserError } from "../lib/user_error.ts";
import { type Call, type Command, runCommand } from "./command.ts";

const TRACK: Command = {
  name: "track",
  summary: `Sends runs to the MLflow server that MLFLOW_TRACKING_URI names: those that wait in the
  outputs folder, or those named (ids, or latest), also anew.`,
  parameters: ["outputs_dir"],
  positionals: "[RUN…]",
};

async function track({ config: { outputs_dir }, positionals }: Call): Promise<void> {
  const settings = mlflowSettings((name) => Deno.env.get(name));
  if (!settings) {
    throw new UserError(
      "MLFLOW_TRACKING_URI: expected the address of an MLflow server, found none\n" +
        "Start one with `mlflow server` and name it: MLFLOW_TRACKING_URI=http://127.0.0.1:5000",
    );
  }
  const runs = positionals.length > 0
    ? positionals.map((name) => namedRun(outputs_dir, name))
    : waitingRuns(outputs_dir, settings);
  if (runs.length === 0) console.log(`Nothing in ${outputs_dir} waits for ${settings.uri}.`);
  const user = ["USER", "LOGNAME", "USERNAME"].map((name) => Deno.env.get(name)).find(Boolean);
  for (const { run, folder } of runs) {
    const { url, modelVersion, warnings } = await sendRun(
      { run, folder },
      settings,
      user === undefined ? {} : { user },
    ).catch((error) => {
      if (!(error instanceof MlflowError)) throw error;
      throw new UserError(
        `${run.run_id} waits: ${error.message}\nSend it later with: deno task track`,
        1,
      );
    });
    await recordTracking(outputs_dir, run.run_id, ...warnings);
    warnings.forEach((warning) => console.error(`warning: ${warning}`));
    const version = modelVersion === null ? "" : `, version ${modelVersion} of the model`;
    console.log(`${run.run_id} is in MLflow${version}: ${url}`);
  }
}

/** Runs that ended and are not in MLflow, the oldest first: the newest model is the last to come. */
function waitingRuns(outputsDir: string, settings: MlflowSettings) {
  return listRuns(outputsDir).filter((listed) => hasEnded(listed)).map(({ run, folder }) => ({
    run: run!,
    folder,
  })).filter(({ folder }) => !isSent(folder, settings)).reverse();
}

function namedRun(outputsDir: string, name: string): { run: RunRecord; folder: string } {
  const runId = name === "latest" ? readLatest(outputsDir) : name;
  const found = listRuns(outputsDir).find((listed) => listed.runId === runId);
  if (!found?.run) {
    throw new UserError(`no such run in ${outputsDir}: ${name}\nList them with: deno task runs`);
  }
  if (!hasEnded(found)) {
    throw new UserError(
      `${name}: expected a run that ended well or failed, found one that is ${found.run.state}\n` +
        "One that was killed can be ended with: deno task pipeline --resume",
    );
  }
  return { run: found.run, folder: found.folder };
}

function hasEnded({ run }: ListedRun): boolean {
  return run?.state === "success" || run?.state === "failed";
}

if (import.meta.main) await runCommand(TRACK, track);
