import assert from "node:assert/strict";
import { runSummary } from "../../lib/pipeline/summary/run_summary.ts";
import { type RunRecord, scheduledTask } from "../../lib/dag/runs/run_record.ts";
import { header, RUN_ID } from "../dag/fixtures.ts";

function listed(tasks: RunRecord["tasks"], alive = false) {
  const run: RunRecord = {
    ...header,
    run_id: RUN_ID,
    dag: "d",
    state: "running",
    started: "2024-11-25T09:00:00Z",
    ended: null,
    tasks,
    warnings: [],
  };
  return { runId: RUN_ID, folder: "", run, alive, problem: undefined };
}

Deno.test("a run without started tasks has no duration", () => {
  const { duration, drift, average_precision, state } = runSummary(listed([scheduledTask("a")]));
  assert.deepEqual([duration, drift, average_precision, state], ["", "", "", "killed"]);
});

Deno.test("the duration of a run is the sum of its tasks, including a running one", () => {
  const going = {
    ...scheduledTask("b"),
    state: "running" as const,
    started: "2024-11-25T09:01:00Z",
  };
  const tasks = [{ ...scheduledTask("a"), state: "success" as const, duration_ms: 60_000 }, going];
  const now = Date.parse("2024-11-25T09:01:30Z");
  assert.equal(runSummary(listed(tasks, true), { now }).duration, "1:30");
  assert.equal(runSummary(listed(tasks), { now }).duration, "1:00");
});

Deno.test("drift is shown in words, average precision with three decimals", () => {
  const facts = { drift_detected: true, decision: "train_model" };
  const tasks = [
    { ...scheduledTask("drift_check"), facts },
    { ...scheduledTask("train_model"), facts: { test_average_precision: 0.64251 } },
  ];
  const { drift, average_precision } = runSummary(listed(tasks));
  assert.deepEqual([drift, average_precision], ["drift → train_model", "0.643"]);
});

Deno.test("drift is not mentioned where it was not judged, as in a first run", () => {
  const driftOf = (facts: Record<string, unknown>) =>
    runSummary(listed([{ ...scheduledTask("drift_check"), facts }])).drift;
  const first = { drift_detected: false, decision: "train_model" };
  assert.equal(driftOf({ ...first, drift_judged: false }), "train_model");
  assert.equal(driftOf({ ...first, drift_judged: true }), "no drift → train_model");
  assert.equal(driftOf(first), "no drift → train_model");
});

Deno.test("the note says first why a run is held, then why it is not published, then what is unusual", () => {
  const noteOf = (more: Partial<RunRecord>) => {
    const found = listed([scheduledTask("a")]);
    return runSummary({ ...found, run: { ...found.run, ...more } }).note;
  };
  const warnings = [{ task: "a", text: "no shops", rank: "unusual" as const }];
  const unpublished = "back-run", held = ["An empty list.", "Too few purchases."];
  assert.equal(noteOf({}), "");
  assert.equal(noteOf({ warnings: [{ task: "a", text: "2 rows dropped" }] }), "");
  assert.equal(noteOf({ warnings }), "unusual: no shops");
  assert.equal(noteOf({ warnings, unpublished }), "back-run");
  assert.equal(noteOf({ warnings, unpublished, held }), "An empty list.");
  const promoted = "2024-11-25T10:00:00Z";
  assert.equal(noteOf({ held, promoted }), `promoted at ${promoted}; An empty list.`);
  assert.equal(noteOf({ promoted }), `promoted at ${promoted}`);
});
