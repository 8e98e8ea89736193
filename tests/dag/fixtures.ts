import type { RunHeader, RunRecord } from "../../lib/dag/runs/run_record.ts";
import type { TaskState } from "../../lib/dag/task.ts";

export const RUN_ID = "2024-W48_20241125T090000Z";

export const header: RunHeader = {
  predicted_week: "2024-W48",
  parameters: { n_trials: 30, workers: 2 },
  inputs: { "clientes.parquet": "0a", "productos.parquet": "0b" },
  model_in_use: null,
  versions: { sodai: "1.0.0" },
  seed: 0,
};

/** A new outputs folder, removed by `using`, and the options of a run in it. */
export function outputsFolder() {
  const dir = Deno.makeTempDirSync();
  return {
    dir,
    options: { outputsDir: dir, runId: RUN_ID, header },
    [Symbol.dispose]: () => Deno.removeSync(dir, { recursive: true }),
  };
}

export function states(run: RunRecord): TaskState[] {
  return run.tasks.map(({ state }) => state);
}

/** Every file of a run except `run.json`, by name: their bytes must not change. */
export function files(folder: string, prefix = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, isDirectory } of Deno.readDirSync(`${folder}/${prefix}`)) {
    const path = prefix + name;
    if (isDirectory) Object.assign(found, files(folder, path + "/"));
    else if (path !== "run.json") found[path] = Deno.readTextFileSync(`${folder}/${path}`);
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => a < b ? -1 : 1));
}
