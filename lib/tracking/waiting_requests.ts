import { join } from "node:path";
import { z } from "zod";
import { changedOutputs, replaceFile } from "../dag/runs/publish.ts";
import type { RunRecord } from "../dag/runs/run_record.ts";
import { UserError } from "../user_error.ts";
import { type LogBatch, logBatches } from "./log_batches.ts";
import {
  type Dataset,
  type RunFiles,
  type TrackedModel,
  trackedRun,
  trainedFolder,
} from "./tracked_run.ts";

/** A request to MLflow about a run that has an id there. */
export type TrackingRequest =
  | { log_batch: LogBatch }
  | { log_inputs: Dataset[] }
  | { upload: string }
  | { register_model: TrackedModel };

const ENTRIES = z.array(z.object({ key: z.string(), value: z.string() }));

/** Shapes of the requests, for files that may be damaged. */
const REQUEST: z.ZodType<TrackingRequest> = z.union([
  z.strictObject({
    log_batch: z.object({
      params: ENTRIES,
      tags: ENTRIES,
      metrics: z.array(
        z.object({ key: z.string(), value: z.number(), step: z.number(), task: z.string() }),
      ),
    }),
  }),
  z.strictObject({
    log_inputs: z.array(
      z.object({ name: z.string(), sha256: z.string(), rows: z.number().nullable() }),
    ),
  }),
  z.strictObject({ upload: z.string() }),
  z.strictObject({
    register_model: z.object({
      folder: z.string(),
      alias: z.enum(["champion", "challenger"]).nullable(),
      description: z.string(),
      tags: z.record(z.string(), z.string()),
      features: z.array(z.string()).nullable(),
    }),
  }),
]);

/** In the run folder: one request per line, in the order of sending. */
const FILE = join("tracking", "mlflow.jsonl");

/** The requests for a run, quick ones first: if the server fails, it has as much as possible. */
export function trackingRequests(files: RunFiles): TrackingRequest[] {
  const tracked = trackedRun(files);
  return [
    ...logBatches(tracked).map((log_batch) => ({ log_batch })),
    { log_inputs: tracked.datasets },
    ...tracked.uploads.map((upload) => ({ upload })),
    ...(tracked.model ? [{ register_model: tracked.model }] : []),
  ];
}

/**
 * Writes the requests for a run into its folder, where they wait for a server. Damaged results are
 * left out.
 *
 * @returns a warning for each of them.
 */
export function writeWaitingRequests(run: RunRecord, folder: string): string[] {
  const { requests, damaged } = requestsOf(run, folder);
  Deno.mkdirSync(join(folder, "tracking"), { recursive: true });
  replaceFile(
    join(folder, FILE),
    requests.map((request) => JSON.stringify(request) + "\n").join(""),
  );
  return damaged.map((name) => `${join(folder, name)} is damaged and was not read for MLflow`);
}

function requestsOf(
  run: RunRecord,
  folder: string,
): { requests: TrackingRequest[]; damaged: string[] } {
  const published = run.tasks.flatMap(({ outputs }) => outputs);
  const trained = trainedFolder(run);
  const results = [
    "drift_report.json",
    ...["models", trained].map((models) => `${models}/training_results.json`),
  ];
  try {
    return { requests: trackingRequests(readRunFiles(run, folder)), damaged: [] };
  } catch (error) {
    const damaged = changedOutputs(folder, published.filter(({ name }) => results.includes(name)));
    if (damaged.length === 0) throw error; // a bug
    return { requests: trackingRequests(readRunFiles(run, folder, damaged)), damaged };
  }
}

/** The text of the waiting requests; `undefined` for older runs without any. */
export function readWaitingRequests(folder: string): string | undefined {
  return readText(join(folder, FILE));
}

/** The requests of a text, or `undefined` if it is damaged. */
export function parseRequests(text: string): TrackingRequest[] | undefined {
  try {
    return text.trim().split("\n").map((line) => REQUEST.parse(JSON.parse(line)));
  } catch {
    return undefined;
  }
}

/**
 * Prevents other processes from sending the same run until it is disposed.
 *
 * @throws UserError if another process is sending it.
 */
export function lockWaitingRequests(folder: string): Disposable {
  const file = Deno.openSync(join(folder, FILE));
  if (file.tryLockSync(true)) return file;
  file.close();
  throw new UserError(
    `${folder} is being sent to MLflow by another process.\nWait until it ends.`,
    1,
  );
}

function readRunFiles(run: RunRecord, folder: string, without: string[] = []): RunFiles {
  // files of a failed task of an earlier attempt are not results
  const published = new Set(run.tasks.flatMap(({ outputs }) => outputs).map(({ name }) => name));
  without.forEach((name) => published.delete(name));
  const read = (name: string) => published.has(name) ? readText(join(folder, name)) : undefined;
  const json = (name: string) => JSON.parse(read(name) ?? "null");
  const trained = trainedFolder(run);
  return {
    run,
    driftReport: json("drift_report.json"),
    trainingResults: trained && json(`${trained}/training_results.json`),
    usedResults: json("models/training_results.json"),
    predictions: read("predicciones.csv") ?? null,
  };
}

function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
