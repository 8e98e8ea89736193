import { redactUrl } from "../config/secrets.ts";
import { factsOf } from "../stages/task_facts.ts";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { RunRecord, TaskRecord } from "../dag/runs/run_record.ts";
import { ensureExperiment, ensureRun } from "./ensure_run.ts";
import type { LogBatch } from "./log_batches.ts";
import { mlflowClient, type Patience } from "./mlflow_client.ts";
import { bareAddress, type MlflowSettings } from "./mlflow_settings.ts";
import { numbersOf } from "./numbers_of.ts";
import { registerModel } from "./register_model.ts";
import { readSentRecord, type SentRecord, writeSentRecord } from "./sent_record.ts";
import type { Dataset } from "./tracked_run.ts";
import { warningsOf } from "./tracking_warning.ts";
import {
  lockWaitingRequests,
  parseRequests,
  readWaitingRequests,
  writeWaitingRequests,
} from "./waiting_requests.ts";
import { visibleText } from "../dag/terminal/visible_text.ts";

/** The result of sending a run. */
export interface SentRun {
  /** Its page in MLflow. */
  url: string;
  modelVersion: string | null;
  warnings: string[];
}

/**
 * Sends the waiting requests of a run to MLflow. Requests of an earlier attempt are not repeated. A
 * run that is sent again, or whose requests changed when it was resumed, is updated in place:
 * MLflow has one run and one version of the model, however often it is sent.
 *
 * @param run the ended run.
 * @throws MlflowError if the server refuses or does not answer; the remaining requests wait.
 */
export async function sendRun(
  { run, folder }: { run: RunRecord; folder: string },
  settings: MlflowSettings,
  { user, ...patience }: Patience & { user?: string } = {},
): Promise<SentRun> {
  const { problem } = readSentRecord(folder);
  const warnings = problem === undefined ? [] : [problem];
  if (!parseRequests(readWaitingRequests(folder) ?? "")) {
    warnings.push(...writeWaitingRequests(run, folder));
  }
  using _lock = lockWaitingRequests(folder);
  const text = readWaitingRequests(folder)!;
  const requests = parseRequests(text)!;
  using client = mlflowClient(settings, patience);
  const record = recordFor(folder, settings, text);
  const save = (changes: Partial<SentRecord>) =>
    writeSentRecord(folder, Object.assign(record, changes));

  save({ done: false });
  const experimentId = await ensureExperiment(client, settings.experiment);
  const known = await ensureRun(client, { run, key: record.key, experimentId, user });
  if (known.runId !== record.mlflow_run) save({ mlflow_run: known.runId, sent: 0 });
  const { runId, artifactUri } = known;
  const artifactPath = proxiedPath(artifactUri, settings);

  const log = (batch: Partial<LogBatch>) =>
    client.patiently(() =>
      client.call("POST", "runs/log-batch", { run_id: runId, ...timed(batch, run.tasks) })
    );
  const put = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
    if (artifactPath === undefined) return;
    await client.patiently(() => client.upload(`${artifactPath}/${name}`, bytes));
  };
  const upload = async (name: string) => {
    try {
      await put(name, await Deno.readFile(join(folder, name)));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      warnings.push(`${join(folder, name)} is missing and was not sent`);
    }
  };
  for (const request of requests.slice(record.sent)) {
    if ("log_batch" in request) await log(request.log_batch);
    else if ("log_inputs" in request) {
      const inputs = { run_id: runId, datasets: request.log_inputs.map(datasetInput) };
      await client.patiently(() => client.call("POST", "runs/log-inputs", inputs));
    } else if ("upload" in request) await upload(request.upload);
    else if (artifactPath !== undefined) {
      const { started, ended, promoted } = run;
      const trained = {
        runId,
        artifactUri,
        artifactPath,
        started: promoted ?? started,
        ended: ended ?? started,
      };
      save({ model_version: await registerModel(client, request.register_model, trained) });
    }
    save({ sent: record.sent + 1 });
  }

  await log(closing(run, record));
  const runJson = visibleText(JSON.stringify({ ...run, warnings: warningsOf(run) }, null, 2)) +
    "\n";
  await put("run.json", new TextEncoder().encode(runJson));
  for (const name of reportPages(folder)) await upload(name);
  await client.patiently(() =>
    client.call("POST", "runs/update", {
      run_id: runId,
      status: run.state === "failed" ? "FAILED" : run.state === "stopped" ? "KILLED" : "FINISHED",
      end_time: Date.parse(run.ended ?? run.started),
    })
  );
  save({ done: true });
  return {
    // without the query, MLflow 3.17 opens the view for agents, whatever the kind of the experiment
    url:
      `${settings.uri}/#/experiments/${experimentId}/runs/${runId}?workflowType=machine_learning`,
    modelVersion: record.model_version,
    warnings: artifactPath !== undefined ? warnings : [
      ...warnings,
      `the server keeps artifacts in ${
        shownPlace(artifactUri)
      } and does not accept them from clients: files and ` +
      "model were not sent; start it with --serve-artifacts",
    ],
  };
}

/** Whether this server has everything of a run. */
export function isSent(folder: string, { uri, experiment }: MlflowSettings): boolean {
  const { record } = readSentRecord(folder);
  return record?.done === true && isServer(record, uri) && record.experiment === experiment &&
    record.requests === digest(readWaitingRequests(folder) ?? "");
}

/** The record of an unfinished attempt with the same requests and server, or a new one. */
function recordFor(folder: string, { uri, experiment }: MlflowSettings, text: string): SentRecord {
  const { record: earlier, key } = readSentRecord(folder);
  const requests = digest(text);
  const fresh = {
    key: key ?? crypto.randomUUID(),
    server: uri,
    experiment,
    requests,
    mlflow_run: null,
    sent: 0,
    model_version: null,
    done: false,
  };
  const unfinished = earlier && !earlier.done && isServer(earlier, uri) &&
    earlier.experiment === experiment && earlier.requests === requests;
  return unfinished ? { ...earlier, server: uri } : fresh;
}

/** Before 0.3.0, the record had the address as it was given, credentials included. */
function isServer({ server }: SentRecord, uri: string): boolean {
  return URL.canParse(server) && bareAddress(server) === uri;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** An input file as MLflow lists it, with a short digest; `run.json` has the full one. */
function datasetInput({ name, sha256, rows }: Dataset) {
  return {
    dataset: {
      name,
      digest: sha256.slice(0, 8),
      source_type: "local",
      source: JSON.stringify({ uri: name }),
      profile: JSON.stringify({ num_rows: rows }),
    },
    tags: [{ key: "mlflow.data.context", value: "training" }],
  };
}

/** Metrics get the end time of their task: the same on every attempt, so none is duplicated. */
function timed(batch: Partial<LogBatch>, tasks: TaskRecord[]) {
  const ended = new Map(tasks.map((task) => [task.id, Date.parse(task.ended ?? "")]));
  return {
    ...batch,
    metrics: batch.metrics?.map(({ task, ...metric }) => ({
      ...metric,
      timestamp: ended.get(task) || 0,
    })) ?? [],
  };
}

/** Values that differ between two runs of the same inputs and seed. */
function closing(run: RunRecord, { model_version }: SentRecord): Partial<LogBatch> {
  const kept = factsOf(run, "skip_training").model_of_run;
  const warnings = warningsOf(run).map(({ task, text }) => `${task}: ${text}`);
  const tags = {
    ...(warnings.length > 0 ? { "sodai.warnings": warnings.join("\n") } : {}),
    ...(run.held ? { "sodai.held": run.held.join("\n") } : {}),
    ...(kept ? { "sodai.model_of_run": kept } : {}),
    ...(model_version ? { "sodai.model_version": model_version } : {}),
  };
  return {
    tags: Object.entries(tags).map(([key, value]) => ({
      key,
      value: visibleText(value).slice(0, 5000),
    })),
    metrics: run.tasks.filter(({ state }) => state === "success").flatMap((task) =>
      numbersOf({ [task.id]: (task.duration_ms ?? 0) / 1000 }, "seconds")
        .map((measure) => ({ ...measure, task: task.id }))
    ),
  };
}

/** The path of a run's artifacts for uploads; `undefined` if the server does not accept them. */
function proxiedPath(artifactUri: string, { uri }: MlflowSettings): string | undefined {
  const [, host, path] = /^mlflow-artifacts:(?:\/\/([^/]*))?\/(.*)$/.exec(artifactUri) ?? [];
  return path !== undefined && (!host || host === new URL(uri).host) ? path : undefined;
}

/** A bucket may be named with its credentials, a folder has none. */
function shownPlace(artifactUri: string): string {
  return artifactUri.includes("://") ? redactUrl(artifactUri) : artifactUri;
}

/** Pages are rendered after the run, and again by `deno task report`. */
function reportPages(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(join(folder, "report")), ({ name }) => `report/${name}`)
      .filter((name) => name.endsWith(".html")).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
