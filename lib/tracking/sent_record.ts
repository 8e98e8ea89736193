import { join } from "node:path";
import { replaceFile } from "../dag/runs/publish.ts";

/** Progress of sending a run: `tracking/sent.json` in its folder. */
export interface SentRecord {
  /** Names the run on every server. It is saved before sending, so nothing is created twice. */
  key: string;
  server: string;
  experiment: string;
  /** Digest of the waiting requests. */
  requests: string;
  /** Id of the run in MLflow, once created. */
  mlflow_run: string | null;
  /** Number of answered requests. */
  sent: number;
  /** Version of the registered model, if the run trained one. */
  model_version: string | null;
  /** Whether MLflow has everything. */
  done: boolean;
}

const FILE = join("tracking", "sent.json");

/** Progress of an earlier attempt; `undefined` if there was none. */
export function readSentRecord(folder: string): SentRecord | undefined {
  try {
    return JSON.parse(Deno.readTextFileSync(join(folder, FILE)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Saves the progress, in one step. */
export function writeSentRecord(folder: string, record: SentRecord): void {
  replaceFile(join(folder, FILE), JSON.stringify(record, null, 2) + "\n");
}
