import assert from "node:assert/strict";
import { join } from "node:path";
import { rollBack } from "../../lib/dag/runs/rollback.ts";
import { driftReportOf, runUntil } from "./run_until.ts";
import { copiedRun, NEXT_WEEK, sharedRun, WEEK } from "./shared_runs.ts";

Deno.test("a back-run does not use a model trained on its week, and does not judge a week that is not over", async () => {
  // a run for the last week of the data, and one for the week after it
  using world = await copiedRun("next_week");
  const reportOn = async (week: string) =>
    driftReportOf(await runUntil("drift_check", world.config("outputs", { week })));
  const weeksOf = ({ realised }: { realised: { week: string }[] }) =>
    realised.map(({ week }) => week);

  // the same week again: its forecast cannot be judged, because the week is not over
  assert.deepEqual(weeksOf(await reportOn(NEXT_WEEK)), [WEEK]);

  // a week earlier: the model in use learned from the week to predict
  const { decision, reason, ...earlier } = await reportOn(WEEK);
  assert.equal(decision, "train_model");
  assert.match(reason, new RegExp(`it was trained on ${WEEK}, which is not before ${WEEK}`));
  assert.deepEqual(weeksOf(earlier), []);

  // the earlier run becomes the latest again, as a back-run would be: its forecast is judged once
  await rollBack(join(world.folder, "outputs"), (await sharedRun()).run.run_id);
  assert.deepEqual(weeksOf(await reportOn(NEXT_WEEK)), [WEEK]);
});
