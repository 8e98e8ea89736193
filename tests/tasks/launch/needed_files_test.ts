import assert from "node:assert/strict";
import { writeRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { createRunFolder, runFolder } from "../../../lib/dag/runs/run_folder.ts";
import { setLatest } from "../../../lib/dag/runs/latest.ts";
import { namedRuns, neededFiles } from "../../../tasks/launch/needed_files.ts";
import { sampleFolder } from "../../tracking/sample_run.ts";

Deno.test("large files are needed of the latest, the newest, unfinished and named runs", () => {
  using sample = sampleFolder();
  const { outputsDir, run } = sample;
  const at = (hour: number) => `2024-W48_20241125T${String(hour).padStart(2, "0")}0000Z`;
  const add = (hour: number, more: object) =>
    createRunFolder(
      outputsDir,
      at(hour),
      (folder, id) =>
        writeRunRecord(folder, {
          ...run,
          state: "success",
          ...more,
          run_id: id,
          started: `2024-11-25T${String(hour).padStart(2, "0")}:00:00.000Z`,
        }),
      { exactId: true },
    );
  Deno.removeSync(runFolder(outputsDir, run.run_id), { recursive: true });
  add(9, {});
  add(10, {});
  add(11, { state: "failed", model_in_use: at(9) });
  add(12, { state: "failed", closed: "a later one ended well" });
  add(13, {});
  add(14, {});
  add(15, { state: "skipped" });
  setLatest(outputsDir, at(13));
  const { isLarge, needed } = neededFiles([at(12)], false), isNeeded = needed(outputsDir);
  const hours = [9, 10, 11, 12, 13, 14, 15].filter((hour) =>
    isNeeded(`runs/${at(hour)}/models/model.arrow`)
  );
  assert.deepEqual(hours, [9, 11, 12, 13, 15]);
  const large = ["train.parquet", "dataset_limpio.parquet", "models/judged.arrow"];
  const small = ["scores.parquet", "models/training_results.json", "models/reference.parquet"];
  for (const name of large) assert.ok(isLarge(`runs/${at(9)}/${name}`), name);
  for (const name of [...small, "run.json"]) assert.ok(!isLarge(`runs/${at(9)}/${name}`), name);
  assert.ok(!neededFiles([], true).isLarge(`runs/${at(9)}/train.parquet`));
});

Deno.test("namedRuns() finds the runs that arguments name", () => {
  const [a, b] = ["2024-W48_20241125T090000Z", "2024-W49_20241202T090000Z-2"];
  assert.deepEqual(namedRuns(["predict", `--run-id=${a}`, "--shard", "1/2", b!]), [a, b]);
});
