import { join } from "node:path";
import { replaceFile } from "../dag/runs/publish.ts";

/** How far the sending of a run has come; `tracking/sent.json` in its folder. */
export interface SentRecord {
  /** Names the run on every server. It is written down before it is sent: nothing is made twice. */
  key: string;
  server: string;
  experiment: string;
  /** Digest of the waiting requests. */
  requests: string;
  /** Id of the run in MLflow, once it is there. */
  mlflow_run: string | null;
  /** Requests that were answered. */
  sent: number;
  /** Version of the registered model, where the run trained one. */
  model_version: string | null;
  /** Whether MLflow has everything. */
  done: boolean;
}

const FILE = join("tracking", "sent.json");

/** How far an earlier sending came; `undefined` where there was none. */
export function readSentRecord(folder: string): SentRecord | undefined {
  try {
    return JSON.parse(Deno.readTextFileSync(join(folder, FILE)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Writes down how far the sending has come, in one step. */
export function writeSentRecord(folder: string, record: SentRecord): void {
  replaceFile(join(folder, FILE), JSON.stringify(record, null, 2) + "\n");
}
