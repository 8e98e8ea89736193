import assert from "node:assert/strict";
import { join } from "node:path";
import { resolveConfig } from "../../lib/config/config.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";

export const NOTEBOOKS = join(import.meta.dirname!, "..", "..", "notebooks");

/** Environment for notebooks that show a run on small simulated data. */
export async function recordedRun(folder: string): Promise<Record<string, string>> {
  const data_dir = join(folder, "data"), outputs_dir = join(folder, "outputs");
  await writeSimulation(data_dir, { seed: 3, customers: 40, products: 25, weeks: 14 });
  const { folder: runFolder, error } = await runPipeline(resolveConfig({
    data_dir,
    outputs_dir,
    n_trials: 2,
    weeks_to_include: 8,
    shap_rows: 60,
    no_report: true,
  }));
  assert.equal(error, undefined);
  return { SODAI_DATA_DIR: data_dir, SODAI_RUN: runFolder, SODAI_OUTPUTS_DIR: outputs_dir };
}

/** The project's notebooks, in order. */
export function notebookNames(): string[] {
  return Array.from(Deno.readDirSync(NOTEBOOKS), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
}
