import assert from "node:assert/strict";
import type { RunRecord } from "../../lib/dag/runs/run_record.ts";
import { affordableKernels } from "../../lib/report/execute_notebooks.ts";

const GIB = 2 ** 30;

function run(bytes: number | undefined, memory_limit?: string): RunRecord {
  const facts = bytes === undefined ? {} : { memory: { bytes } };
  return {
    tasks: [{ id: "extract_data", facts }],
    parameters: memory_limit === undefined ? {} : { memory_limit },
  } as unknown as RunRecord;
}

Deno.test("two kernels work if both fit into the memory of the machine or the limit of the run", () => {
  assert.equal(affordableKernels(run(GIB), 16 * GIB), 2);
  assert.equal(affordableKernels(run(GIB, "auto"), 2 * GIB), 1, "a tenth is the system's");
  assert.equal(affordableKernels(run(GIB, "2GiB"), 16 * GIB), 2);
  assert.equal(affordableKernels(run(GIB, "1.9GiB"), 16 * GIB), 1);
});

Deno.test("two kernels work if the run did not say what it needs", () => {
  assert.equal(affordableKernels(run(undefined), GIB), 2);
});
