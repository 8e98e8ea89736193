import { statSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/parameters.ts";
import { readLatest } from "../dag/runs/latest.ts";
import { INPUT_FILES, readInputs, type RunInputs } from "../pipeline/run_inputs.ts";

/** The inputs that this process read last. */
let last: { key: string; inputs: RunInputs } | undefined;

/**
 * Reads and checks the input files as `readInputs` does, or returns what was read last if the files
 * and parameters are the same: the notebooks of a report share a kernel, and reading takes a second
 * of each.
 *
 * @param today no purchase may be on a later day.
 * @throws UserError listing every invalid file and column.
 */
export async function knownInputs(config: Config, today: Date): Promise<RunInputs> {
  const { data_dir, outputs_dir, week, weeks_to_include, time_zone } = config;
  const key = JSON.stringify([
    ...[data_dir, outputs_dir, week, weeks_to_include, time_zone, today, readLatest(outputs_dir)],
    ...INPUT_FILES.map((name) => stamp(join(data_dir, name))),
  ]);
  if (last?.key !== key) last = { key, inputs: await readInputs(config, today) };
  return last.inputs;
}

/** What changes with a file's content; `undefined` if there is none. */
function stamp(path: string) {
  const info = statSync(path, { throwIfNoEntry: false });
  return info && [info.ino, info.size, info.mtimeMs];
}
