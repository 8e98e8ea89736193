import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { acquireLock } from "../../../lib/dag/runs/lock.ts";
import { readRollbacks, rollBack } from "../../../lib/dag/runs/rollback.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import type { TaskContext } from "../../../lib/dag/task_context.ts";
import { outputsFolder } from "../fixtures.ts";

/** A run of one task that publishes a file, or fails. */
async function aRun(
  options: ReturnType<typeof outputsFolder>["options"],
  runId: string,
  fails = false,
) {
  await runDag({
    id: "sodai_mlops",
    tasks: [{
      id: "train_model",
      after: [],
      run: async ({ publish }: TaskContext) => {
        await publish("models/model.arrow", `trees of ${runId}`);
        if (fails) throw new Error("no");
      },
    }],
  }, { ...options, runId, context: (task) => task });
}

const [FIRST, SECOND, FAILED, THIRD] = [44, 45, 46, 47].map((week, day) =>
  `2024-W${week}_202411${10 + day}T090000Z`
) as [string, string, string, string];

async function threeRuns() {
  const outputs = outputsFolder();
  await aRun(outputs.options, FIRST);
  await aRun(outputs.options, SECOND);
  await aRun(outputs.options, FAILED, true);
  await aRun(outputs.options, THIRD);
  assert.equal(readLatest(outputs.dir), THIRD);
  return outputs;
}

Deno.test("a rollback selects the previous successful run, is recorded, and can be undone", async () => {
  using outputs = await threeRuns();
  const at = new Date("2024-11-25T10:00:00Z");
  const rollback = await rollBack(outputs.dir, undefined, at);
  assert.deepEqual(rollback, { at: at.toISOString(), from: THIRD, to: SECOND });
  assert.equal(readLatest(outputs.dir), SECOND);
  assert.equal(Deno.readLinkSync(join(outputs.dir, "latest")), `runs/${SECOND}`);
  assert.equal((await rollBack(outputs.dir)).to, FIRST);
  assert.equal((await rollBack(outputs.dir, THIRD)).to, THIRD);
  assert.deepEqual(readRollbacks(outputs.dir).map(({ to }) => to), [SECOND, FIRST, THIRD]);
});

Deno.test("an impossible rollback is refused and changes nothing", async (t) => {
  using outputs = await threeRuns();
  const refused = (wanted: string | undefined, message: RegExp) => async () => {
    await assert.rejects(rollBack(outputs.dir, wanted), { name: "UserError", message });
    assert.deepEqual(readRollbacks(outputs.dir), []);
    assert.equal(readLatest(outputs.dir), THIRD);
  };
  await t.step(
    "to the run in use",
    refused(THIRD, /is already in use\.\nAvailable runs: .*W45/),
  );
  await t.step(
    "to no run",
    refused("2024-W01", /expected a run, found none named 2024-W01\.\nAvailable runs/),
  );
  await t.step(
    "to a failed run",
    refused(FAILED, /expected a run that succeeded, found .* failed/),
  );
  Deno.writeTextFileSync(join(outputs.dir, "runs", SECOND, "models", "model.arrow"), "other trees");
  await t.step(
    "to changed outputs",
    refused(undefined, /changed or missing: models\/model\.arrow/),
  );
  Deno.writeTextFileSync(join(outputs.dir, "runs", SECOND, "run.json"), "{");
  await t.step("to an unreadable run", refused(SECOND, /found one that is unreadable/));
  await t.step("while a run is in progress", async () => {
    using _lock = await acquireLock(outputs.dir);
    await refused(FIRST, /is in use by process/)();
  });
});

Deno.test("rollBack() refuses if no run is in use or none is older", async () => {
  using outputs = outputsFolder();
  await assert.rejects(rollBack(outputs.dir), /expected a run in use, found none/);
  await aRun(outputs.options, FIRST);
  await assert.rejects(rollBack(outputs.dir), {
    message: /expected a successful run before .*, found none\.\nThere is no other successful run/,
  });
});
