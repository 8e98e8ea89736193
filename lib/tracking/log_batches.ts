import type { TrackedMetric, TrackedRun } from "./tracked_run.ts";

/** A parameter or a tag. */
export interface Entry {
  key: string;
  value: string;
}

/** Contents of one `runs/log-batch`, without the run id and the times of the metrics. */
export interface LogBatch {
  params: Entry[];
  tags: Entry[];
  metrics: TrackedMetric[];
}

/** Limits of `runs/log-batch`: https://mlflow.org/docs/latest/rest-api.html#request-limits. */
const MOST = { params: 100, tags: 100, metrics: 1000 };
/**
 * 1 MB, less what sending adds: the run's id, and a time of 13 digits in place of a task's name.
 */
const MOST_BYTES = 950_000;
/**
 * Longest values: servers since 1.28 accept 500 characters per parameter, all accept 5,000 per tag.
 */
const LONGEST = { params: 500, tags: 5000 };

const KINDS = ["params", "tags", "metrics"] as const;

/**
 * Splits parameters, tags and metrics into as few requests as the server's limits allow, in order.
 * Values that are too long are cut and end in `…`.
 */
export function logBatches(
  { params, tags, metrics }: Pick<TrackedRun, typeof KINDS[number]>,
): LogBatch[] {
  const items = {
    params: entries(params, LONGEST.params),
    tags: entries(tags, LONGEST.tags),
    metrics,
  };
  const batches: LogBatch[] = [];
  let bytes = Infinity;
  for (const kind of KINDS) {
    for (const item of items[kind]) {
      const size = new TextEncoder().encode(JSON.stringify(item)).length + 1;
      const last = batches.at(-1);
      if (!last || bytes + size > MOST_BYTES || last[kind].length === MOST[kind]) {
        batches.push({ params: [], tags: [], metrics: [] });
        bytes = 0;
      }
      (batches.at(-1)![kind] as unknown[]).push(item);
      bytes += size;
    }
  }
  return batches;
}

function entries(record: Record<string, string>, longest: number): Entry[] {
  return Object.entries(record).map(([key, value]) => ({
    key,
    value: value.length <= longest ? value : value.slice(0, longest - 1) + "…",
  }));
}
