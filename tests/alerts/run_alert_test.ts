import assert from "node:assert/strict";
import { isAbsolute } from "node:path";
import { runAlert, startAlert } from "../../lib/alerts/run_alert.ts";
import { type RunRecord, scheduledTask } from "../../lib/dag/runs/run_record.ts";

const RUN: RunRecord = {
  run_id: "2024-W48_20241125T090000Z",
  dag: "sodai_mlops",
  state: "success",
  started: "2024-11-25T09:00:00Z",
  ended: "2024-11-25T09:01:00Z",
  predicted_week: "2024-W48",
  parameters: {},
  inputs: { "a.parquet": "1" },
  model_in_use: null,
  versions: {},
  seed: 0,
  tasks: [scheduledTask("extract_data"), scheduledTask("predict")],
  warnings: [],
};

Deno.test("a failed run is an alert with tasks, messages, folder and what to do", () => {
  const [first, second] = RUN.tasks as [RunRecord["tasks"][0], RunRecord["tasks"][0]];
  const alert = runAlert({
    ...RUN,
    state: "failed",
    tasks: [
      { ...first, state: "failed", message: "x".repeat(5000) },
      { ...second, state: "upstream_failed" },
    ],
  }, "outputs")!;
  assert.equal(alert.kind, "failed");
  assert.equal(
    alert.text,
    `run ${RUN.run_id} failed in extract_data. The latest forecast is unchanged.`,
  );
  assert.deepEqual(alert.reasons!.map((reason) => reason.length), [600]);
  assert.match(alert.remedy!, /deno task pipeline --resume$/);
  assert(isAbsolute(alert.folder!) && alert.folder!.endsWith(RUN.run_id));
  assert.deepEqual([alert.week, alert.state], ["2024-W48", "failed"]);
  const unread = runAlert({ ...RUN, state: "failed", inputs: {} }, "outputs")!;
  assert.match(unread.remedy!, /deno task pipeline$/);
});

Deno.test("a held run is an alert with its reasons and how to publish it", () => {
  const alert = runAlert({ ...RUN, state: "held", held: ["too few purchases"] }, "outputs")!;
  assert.equal(alert.kind, "held");
  assert.deepEqual(alert.reasons, ["too few purchases"]);
  assert.match(alert.remedy!, new RegExp(`deno task runs promote ${RUN.run_id}$`));
});

Deno.test("a published run may be a recovery; all others are no alert", () => {
  assert.equal(runAlert(RUN, "outputs")!.kind, "recovered");
  const others: Partial<RunRecord>[] = [
    { unpublished: "back-run" },
    { state: "skipped" },
    { state: "running" },
    { state: "stopped" as RunRecord["state"] },
  ];
  for (const other of others) assert.equal(runAlert({ ...RUN, ...other }, "outputs"), undefined);
});

Deno.test("a run that cannot start is an alert with the message", () => {
  const { kind, reasons } = startAlert(new Error("The outputs folder is in use."));
  assert.deepEqual([kind, reasons], ["failed", ["The outputs folder is in use."]]);
  assert.deepEqual(startAlert("text").reasons, ["text"]);
});
