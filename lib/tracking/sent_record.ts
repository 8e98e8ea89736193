import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../dag/runs/publish.ts";

/** Progress of sending a run: `tracking/sent.json` in its folder. */
export interface SentRecord {
  /** Names the run on every server. It is saved before sending, so nothing is created twice. */
  key: string;
  /** Its address without credentials. */
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

const SENT: z.ZodType<SentRecord> = z.object({
  key: z.string(),
  server: z.string(),
  experiment: z.string(),
  requests: z.string(),
  mlflow_run: z.string().nullable(),
  sent: z.int().nonnegative(),
  model_version: z.string().nullable(),
  done: z.boolean(),
});

/** Progress of an earlier attempt; of a damaged file, at most the key. */
export function readSentRecord(
  folder: string,
): { record?: SentRecord; key?: string; problem?: string } {
  const path = join(folder, FILE);
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
  try {
    const record = SENT.parse(JSON.parse(text));
    return { record, key: record.key };
  } catch {
    // without its key, MLflow would get the run twice
    const key = /"key": *"([\w-]{36})"/.exec(text)?.[1];
    const consequence = key === undefined ? "as a new run of MLflow" : "again";
    return {
      ...(key === undefined ? {} : { key }),
      problem: `${path} is damaged; the run is sent from the start, ${consequence}`,
    };
  }
}

/** Saves the progress, in one step. */
export function writeSentRecord(folder: string, record: SentRecord): void {
  replaceFile(join(folder, FILE), JSON.stringify(record, null, 2) + "\n");
}
