import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { resolveConfig } from "../../../lib/config/config.ts";
import type { Config } from "../../../lib/config/parameters.ts";
import { writeRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { inputsChanged } from "../../../lib/pipeline/scheduled/inputs_changed.ts";
import { header } from "../../dag/fixtures.ts";

const FILES = ["transacciones.parquet", "clientes.parquet", "productos.parquet"];
const RUN = "2024-W48_20241125T090000Z";

const CONFIG = resolveConfig({});

/** Three input files, and a run that waited for new ones. */
function waitingRun({ read }: { read: boolean }) {
  const folder = Deno.makeTempDirSync(), runDir = join(folder, "outputs", "runs", RUN);
  Deno.mkdirSync(runDir, { recursive: true });
  for (const name of FILES) Deno.writeTextFileSync(join(folder, name), name);
  const digest = (name: string) => createHash("sha256").update(name).digest("hex");
  writeRunRecord(runDir, {
    ...header,
    run_id: RUN,
    dag: "sodai_mlops",
    state: read ? "skipped" : "failed",
    started: "2024-11-25T09:00:00.000Z",
    ended: "2024-11-25T09:00:00.000Z",
    parameters: CONFIG,
    inputs: read ? Object.fromEntries(FILES.map((name) => [name, digest(name)])) : {},
    tasks: [],
    warnings: [],
  });
  const config = { ...CONFIG, data_dir: folder, outputs_dir: join(folder, "outputs") };
  const look = inputsChanged(config);
  return {
    folder,
    /** The first two looks of a schedule with other parameters. */
    lookAnew: (given: Partial<Config>) => {
      const again = inputsChanged({ ...config, ...given });
      return [again(RUN), again(RUN)];
    },
    /** Two looks, as a change must settle. */
    look: () => [look(RUN), look(RUN)],
    [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }),
  };
}

Deno.test("inputsChanged() finds other content, not only another time", () => {
  using waiting = waitingRun({ read: true });
  const path = join(waiting.folder, "clientes.parquet");
  assert.deepEqual(waiting.look(), ["changing", "same"]);
  Deno.utimeSync(path, new Date(), new Date("2030-01-01"));
  assert.deepEqual(waiting.look(), ["changing", "same"]);
  Deno.writeTextFileSync(path, "new customers");
  assert.deepEqual(waiting.look(), ["changing", "changed"]);
  Deno.writeTextFileSync(join(waiting.folder, "dataset_hist.parquet"), "history");
  assert.deepEqual(waiting.look(), ["changing", "changed"]);
});

Deno.test("inputsChanged() counts every change after a run that could not read the files", () => {
  using waiting = waitingRun({ read: false });
  assert.deepEqual(waiting.look(), ["changing", "changed"]);
  assert.deepEqual(waiting.look(), ["same", "same"]);
});

Deno.test("inputsChanged() counts a restart with other parameters, not with more workers", () => {
  using waiting = waitingRun({ read: true });
  assert.deepEqual(waiting.lookAnew({ max_data_age: 5000 }), ["changing", "changed"]);
  assert.deepEqual(waiting.lookAnew({ seed: 7 }), ["changing", "changed"]);
  assert.deepEqual(waiting.lookAnew({ workers: 7 }), ["changing", "same"]);
});
