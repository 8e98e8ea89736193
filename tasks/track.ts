import { redactUrl } from "../lib/config/secrets.ts";
import { type ListedRun, listRuns } from "../lib/dag/runs/runs.ts";
import { claimRun } from "../lib/dag/runs/run_claim.ts";
import type { RunRecord } from "../lib/dag/runs/run_record.ts";
import { MlflowError } from "../lib/tracking/mlflow_client.ts";
import { type MlflowSettings, mlflowSettings } from "../lib/tracking/mlflow_settings.ts";
import { isSent, sendRun } from "../lib/tracking/send_run.ts";
import { recordTracking } from "../lib/tracking/tracking_warning.ts";
import { UserError } from "../lib/user_error.ts";
import { namedRun } from "./chosen_run.ts";
import { type Call, type Command, runCommand } from "./command.ts";
import { print, printError } from "./print.ts";

/** The command as `deno task track` has it. */
export const TRACK: Command = {
  name: "track",
  summary: `Sends runs to the MLflow server of MLFLOW_TRACKING_URI: the waiting runs of the outputs
  folder, or the given ones (ids, or latest), even if already sent.`,
  parameters: ["outputs_dir"],
  positionals: "[RUN…]",
};

/** Runs the command. */
export async function track({ config: { outputs_dir }, positionals }: Call): Promise<void> {
  const settings = mlflowSettings((name) => Deno.env.get(name));
  if (!settings) {
    throw new UserError(
      "MLFLOW_TRACKING_URI: expected the address of an MLflow server, found none\n" +
        "Start one with `mlflow server` and set MLFLOW_TRACKING_URI=http://127.0.0.1:5000",
    );
  }
  const runs = positionals.length > 0
    ? positionals.map((name) => endedRun(outputs_dir, name))
    : waitingRuns(outputs_dir, settings);
  if (runs.length === 0) {
    print(`No runs in ${outputs_dir} are waiting for ${redactUrl(settings.uri)}.`);
  }
  const user = ["USER", "LOGNAME", "USERNAME"].map((name) => Deno.env.get(name)).find(Boolean);
  for (const { run, folder } of runs) {
    using _claim = claimRun(folder);
    const { url, modelVersion, warnings } = await sendRun(
      { run, folder },
      settings,
      user === undefined ? {} : { user },
    ).catch((error) => {
      if (!(error instanceof MlflowError)) throw error;
      throw new UserError(
        `${run.run_id} was not sent: ${error.message}\nSend it later with: deno task track`,
        1,
      );
    });
    await recordTracking(outputs_dir, run.run_id, ...warnings);
    warnings.forEach((warning) => printError(`warning: ${warning}`));
    const version = modelVersion === null ? "" : `, version ${modelVersion} of the model`;
    print(`${run.run_id} is in MLflow${version}: ${url}`);
  }
}

/** Ended runs that are not in MLflow, oldest first, so that the newest model is sent last. */
function waitingRuns(outputsDir: string, settings: MlflowSettings) {
  return listRuns(outputsDir).filter((listed) => hasEnded(listed)).map(({ run, folder }) => ({
    run: run!,
    folder,
  })).filter(({ folder }) => !isSent(folder, settings)).reverse();
}

function endedRun(outputsDir: string, name: string): { run: RunRecord; folder: string } {
  const found = namedRun(outputsDir, name);
  if (hasEnded(found)) return found;
  throw new UserError(
    `${name}: expected a run that succeeded, failed or was stopped, found one that is ${found.run.state}\n` +
      "Continue a killed run with: deno task pipeline --resume",
  );
}

function hasEnded({ run }: Pick<ListedRun, "run">): boolean {
  return ["success", "held", "failed", "stopped"].includes(run?.state ?? "");
}

if (import.meta.main) await runCommand(TRACK, track);
