import assert from "node:assert/strict";
import { join } from "node:path";
import { readRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { header, outputsFolder, RUN_ID } from "../fixtures.ts";

Deno.test("a record of version 0.1.0 lists the model in use among its inputs", () => {
  using outputs = outputsFolder();
  const read = (modelInUse: string) => {
    const record = {
      ...header,
      run_id: RUN_ID,
      dag: "d",
      state: "success",
      started: "2024-11-25T09:00:00Z",
      ended: null,
      tasks: [],
      warnings: [],
      model_in_use: undefined,
      inputs: { ...header.inputs, "model in use": modelInUse },
    };
    Deno.writeTextFileSync(join(outputs.dir, "run.json"), JSON.stringify(record));
    const { inputs, model_in_use } = readRunRecord(outputs.dir);
    assert.deepEqual(inputs, header.inputs);
    return model_in_use;
  };
  assert.equal(read("2024-W47_20241118T090000Z"), "2024-W47_20241118T090000Z");
  assert.equal(read("none"), null);
});
