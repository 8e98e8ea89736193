import assert from "node:assert/strict";
import { join } from "node:path";
import { findResumable } from "../../../lib/dag/resume.ts";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { promote, readPromotions } from "../../../lib/dag/runs/promote.ts";
import { pruneRuns } from "../../../lib/dag/runs/retention.ts";
import { readRollbacks, rollBack } from "../../../lib/dag/runs/rollback.ts";
import { readRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { runIds } from "../../../lib/dag/runs/run_folder.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import type { Publication } from "../../../lib/dag/run_options.ts";
import type { TaskContext } from "../../../lib/dag/task_context.ts";
import { outputsFolder } from "../fixtures.ts";

const [FIRST, HELD, BACK, FAILED] = [47, 48, 44, 48].map((week, day) =>
  `2024-W${week}_202411${10 + day}T090000Z`
) as [string, string, string, string];

function aRun(
  { options }: ReturnType<typeof outputsFolder>,
  runId: string,
  publication?: Partial<Publication>,
  fails = false,
) {
  return runDag({
    id: "d",
    tasks: [{
      id: "predict",
      after: [],
      run: async ({ publish }: TaskContext) => {
        await publish("predicciones.csv", runId);
        if (fails) throw new Error("no");
      },
    }],
  }, {
    ...options,
    runId,
    context: (task) => task,
    publication: () => ({ held: [], warnings: [], ...publication }),
  });
}

/** A published run, a held one, a back-run and a failed one. */
async function fourRuns() {
  const outputs = outputsFolder();
  await aRun(outputs, FIRST, { warnings: ["half of the shops are missing"] });
  await aRun(outputs, HELD, { held: ["Expected a list, found none."] });
  await aRun(outputs, BACK, { unpublished: "back-run" });
  await aRun(outputs, FAILED, {}, true);
  return { ...outputs, folder: (id: string) => join(outputs.dir, "runs", id) };
}

Deno.test("a held run and a back-run are finished, and latest stays", async () => {
  using outputs = await fourRuns();
  assert.equal(readLatest(outputs.dir), FIRST);
  const held = readRunRecord(outputs.folder(HELD));
  assert.deepEqual([held.state, held.held], ["held", ["Expected a list, found none."]]);
  assert(held.ended !== null);
  const back = readRunRecord(outputs.folder(BACK));
  assert.deepEqual([back.state, back.unpublished], ["success", "back-run"]);
  assert.deepEqual(readRunRecord(outputs.folder(FIRST)).warnings, [
    { task: "publication", text: "half of the shops are missing", rank: "unusual" },
  ]);
  assert.equal(findResumable(outputs.dir)!.runId, FAILED);
});

Deno.test("a held run without reasons is not a run record", async () => {
  using outputs = await fourRuns();
  const path = join(outputs.folder(HELD), "run.json");
  const { held: _, ...rest } = JSON.parse(Deno.readTextFileSync(path));
  Deno.writeTextFileSync(path, JSON.stringify(rest));
  assert.throws(() => readRunRecord(outputs.folder(HELD)), /not a run record/);
});

Deno.test("held runs and back-runs never displace a published run", async () => {
  using outputs = await fourRuns();
  await aRun(outputs, "2024-W49_20241118T090000Z");
  assert.deepEqual(pruneRuns(outputs.dir, { keep: 1 }), [BACK, HELD, FIRST]);
  assert.deepEqual(runIds(outputs.dir), ["2024-W49_20241118T090000Z", FAILED]);
});

Deno.test("a promotion publishes, is recorded, and can be rolled back", async () => {
  using outputs = await fourRuns();
  const at = new Date("2024-11-25T10:00:00Z");
  const move = { at: at.toISOString(), from: FIRST, to: HELD };
  assert.deepEqual(await promote(outputs.dir, HELD, at), move);
  assert.equal(readLatest(outputs.dir), HELD);
  assert.deepEqual(readPromotions(outputs.dir), [move]);
  const { state, promoted } = readRunRecord(outputs.folder(HELD));
  assert.deepEqual([state, promoted], ["held", at.toISOString()]);

  await promote(outputs.dir, BACK, at);
  assert.equal((await rollBack(outputs.dir)).to, HELD);
  assert.equal((await rollBack(outputs.dir)).to, FIRST);
  assert.equal(readRollbacks(outputs.dir).length, 2);
});

Deno.test("the first run of all can be promoted", async () => {
  using outputs = outputsFolder();
  await aRun(outputs, HELD, { held: ["no"] });
  assert.equal((await promote(outputs.dir, HELD)).from, null);
  assert.equal(readLatest(outputs.dir), HELD);
});

Deno.test("what cannot be promoted is refused and changes nothing", async (t) => {
  using outputs = await fourRuns();
  const refused = (wanted: string, message: RegExp) => async () => {
    await assert.rejects(promote(outputs.dir, wanted), { name: "UserError", message });
    assert.deepEqual(readPromotions(outputs.dir), []);
    assert.equal(readLatest(outputs.dir), FIRST);
  };
  await t.step("the run in use", refused(FIRST, /is already in use\.\nAvailable runs: .*W44/));
  await t.step("no run", refused("2024-W01", /found none named 2024-W01\.\nAvailable/));
  await t.step("a failed run", refused(FAILED, /succeeded or is held, found one that is failed/));
  Deno.writeTextFileSync(join(outputs.folder(HELD), "predicciones.csv"), "mine");
  await t.step("changed outputs", refused(HELD, /changed or missing: predicciones\.csv/));
  await t.step("a rollback to a run that was never published", async () => {
    await assert.rejects(rollBack(outputs.dir, BACK), /never was; .* runs promote 2024-W44/);
  });
});
