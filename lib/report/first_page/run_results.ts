import { join } from "node:path";
import type { DriftReport } from "../../drift/describe/drift_report.ts";
import type { CallList } from "../../stages/calls/call_list.ts";
import type { ExpectedItemsReport } from "../../stages/expected_items.ts";
import type { TrainingResults } from "../../stages/training/training_results.ts";

/** What the first page shows of a run's files; those that do not exist, or are damaged, are missing. */
export interface RunResults {
  calls?: CallList;
  expected?: ExpectedItemsReport;
  /** Of the model that forecasts, also if it was trained by an earlier run. */
  training?: TrainingResults;
  drift?: DriftReport;
}

const FILES: Record<keyof RunResults, string> = {
  calls: "call_list.json",
  expected: "expected_items.json",
  training: "models/training_results.json",
  drift: "drift_report.json",
};

/**
 * Reads the results of the tasks that succeeded.
 *
 * @throws Error of the operating system if a file is there and cannot be read.
 */
export async function readRunResults(
  folder: string,
  { tasks }: { tasks: { outputs?: { name: string }[] }[] },
): Promise<RunResults> {
  const written = new Set(tasks.flatMap(({ outputs = [] }) => outputs.map(({ name }) => name)));
  const read = async (name: string): Promise<unknown> => {
    if (!written.has(name)) return undefined;
    try {
      return JSON.parse(await Deno.readTextFile(join(folder, name)));
    } catch (error) {
      // the page says what it can; a file that cannot be read now may be readable the next time
      if (error instanceof SyntaxError || error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  };
  const entries = Object.entries(FILES).map(async ([key, name]) =>
    [key, await read(name)] as const
  );
  return Object.fromEntries(
    (await Promise.all(entries)).filter(([, value]) => value !== undefined),
  );
}
