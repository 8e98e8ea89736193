import assert from "node:assert/strict";
import { runLines } from "../../../lib/dag/terminal/run_lines.ts";
import { scheduledTask } from "../../../lib/dag/runs/run_record.ts";
import { header, RUN_ID } from "../fixtures.ts";

const STARTED = "2024-11-25T09:00:00.000Z";

/** The line of a task that has run for some milliseconds. */
function line(milliseconds: number, fraction: number): string {
  const task = { ...scheduledTask("a"), state: "running" as const, started: STARTED };
  const run = {
    ...header,
    run_id: RUN_ID,
    dag: "d",
    state: "running" as const,
    started: STARTED,
    ended: null,
    tasks: [task],
    warnings: [],
  };
  const activities = new Map([["a", { fraction, text: "", kept: false }]]);
  const lines = runLines(run, activities, { elapsed: "", now: Date.parse(STARTED) + milliseconds });
  return lines[1]!.map(({ text }) => text).join("");
}

Deno.test("the remaining time is extrapolated from the elapsed time once 5% are done", () => {
  assert.match(line(30_000, 0.25), /25%.*1:30 left$/);
  assert.doesNotMatch(line(30_000, 0.049), /left/);
});

Deno.test("the spinner changes ten times per second", () => {
  const signs = [0, 50, 100, 200].map((ms) => line(ms, 0.5)[0]);
  assert.equal(signs[0], signs[1]);
  assert.equal(new Set(signs).size, 3);
});

Deno.test("what is unusual stands above the tasks, in red; other warnings below", () => {
  const warnings = [
    { task: "a", text: "half of the shops are missing", rank: "unusual" as const },
    { task: "a", text: "2 rows dropped" },
  ];
  const run = {
    ...header,
    run_id: RUN_ID,
    dag: "d",
    state: "held" as const,
    started: STARTED,
    ended: STARTED,
    tasks: [scheduledTask("a")],
    warnings,
  };
  const lines = runLines(run, new Map(), { elapsed: "", now: Date.parse(STARTED) });
  assert.deepEqual(lines.map((spans) => spans.at(-1)!.text.trim()), [
    RUN_ID,
    "half of the shops are missing",
    "",
    "2 rows dropped",
  ]);
  assert.deepEqual([lines[1]![0]!.style, lines[3]![0]!.style], ["1;31", "33"]);
});
