import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunResult } from "../../lib/dag/run_dag.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import type { DriftReport } from "../../lib/stages/drift_report.ts";
import { simulatedWorld } from "./world.ts";

const reportOf = ({ folder }: RunResult): DriftReport =>
  JSON.parse(Deno.readTextFileSync(join(folder, "drift_report.json")));

Deno.test("a back-run neither uses a model that knows its week nor judges a week that is not over", async () => {
  using world = await simulatedWorld({ customers: 40, products: 15, weeks: 10 });
  const run = (week: string) =>
    runPipeline(world.config("outputs", { n_trials: 1, weeks_to_include: 4, week }));
  const newest = await run("2024-W10");
  assert.equal(newest.error, undefined);

  // the same week again: its forecast cannot be judged, for the week is not over
  const again = await run("2024-W10");
  assert.deepEqual(reportOf(again).realised, []);

  // a week earlier: the model in use learned from 2024-W09, the week to predict
  const earlier = await run("2024-W09");
  const { decision, reason, realised } = reportOf(earlier);
  assert.equal(decision, "train_model");
  assert.match(reason, /it learned from 2024-W09, which is not before 2024-W09/);
  assert.deepEqual(realised, []);

  // a week later the forecast of the newest run is judged, once
  const later = await run("2024-W10");
  assert.deepEqual(reportOf(later).realised.map(({ week }) => week), ["2024-W09"]);
});
