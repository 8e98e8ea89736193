import assert from "node:assert/strict";
import { liveView } from "../../../lib/dag/terminal/live_view.ts";
import { plainLines } from "../../../lib/dag/terminal/plain_lines.ts";
import type { Reporter } from "../../../lib/dag/reporter.ts";
import { type RunRecord, scheduledTask } from "../../../lib/dag/runs/run_record.ts";
import { child } from "../child.ts";
import { header, RUN_ID } from "../fixtures.ts";
import { screen } from "./screen.ts";

const START = Date.parse("2024-11-25T09:00:00Z");

/** A run reported second by second, up to the moment before its end. */
function tell(reporter: Reporter, setClock: (ms: number) => void): RunRecord {
  const [preprocess, train, skip] = ["preprocess", "train_model", "skip_training"].map(
    scheduledTask,
  );
  const run: RunRecord = {
    ...header,
    run_id: RUN_ID,
    dag: "sodai_mlops",
    state: "running",
    started: "",
    ended: null,
    tasks: [preprocess!, train!, skip!],
    warnings: [],
  };
  const at = (seconds: number) => setClock(START + seconds * 1000);
  const started = (seconds: number) => new Date(START + seconds * 1000).toISOString();
  at(0);
  reporter({ kind: "run_started", run, folder: `outputs/runs/${RUN_ID}` });
  Object.assign(preprocess!, { state: "success", started: started(-60), duration_ms: 12_000 });
  reporter({ kind: "task", task: preprocess!, kept: true });
  Object.assign(train!, { state: "running", started: started(0) });
  reporter({ kind: "task", task: train!, kept: false });
  for (let trial = 1; trial <= 12; trial++) {
    at(trial);
    reporter({
      kind: "progress",
      task: "train_model",
      fraction: trial / 30,
      text: `trial ${trial}/30`,
    });
  }
  run.warnings.push({ task: "train_model", text: "only 3 weeks, which is very little" });
  reporter({ kind: "warning", task: "train_model", text: "only 3 weeks, which is very little" });
  return run;
}

/** Ends the run: training fails. */
function end(reporter: Reporter, run: RunRecord) {
  const [, train, skip] = run.tasks;
  Object.assign(train!, {
    state: "failed",
    duration_ms: 13_000,
    message: "out of trials\nAsk for more.",
  });
  reporter({ kind: "task", task: train!, kept: false });
  Object.assign(skip!, { state: "skipped", reason: "drift_check chose train_model" });
  reporter({ kind: "task", task: skip!, kept: false });
  run.state = "failed";
  reporter({ kind: "run_ended", run });
}

function showLive({ columns = 80, rows = 24, color = false } = {}) {
  const terminal = screen();
  let now = START;
  let written = "";
  const reporter = liveView({
    write: (text) => (written += text, terminal.write(text)),
    size: () => ({ columns, rows }),
    color,
    now: () => now,
  });
  const run = tell(reporter, (ms) => now = ms);
  const going = terminal.lines();
  assert.equal(terminal.cursor(), false);
  end(reporter, run);
  assert.equal(terminal.cursor(), true);
  return { going, ended: terminal.lines(), written };
}

Deno.test("the live view redraws a run in place", () => {
  const { going, ended } = showLive();
  assert.deepEqual(going, [
    "sodai_mlops 2024-W48_20241125T090000Z  0:12",
    "✔ preprocess       0:12   (kept)",
    "⠋ train_model      0:12  ━━━━━━━━━───────────────  40%  trial 12/30  0:18 left",
    "○ skip_training          ",
    "",
  ]);
  assert.deepEqual(ended, [
    "sodai_mlops 2024-W48_20241125T090000Z  0:12",
    "✔ preprocess       0:12   (kept)",
    "✘ train_model      0:13  out of trials",
    "⊘ skip_training          drift_check chose train_model",
    "! train_model   only 3 weeks, which is very little",
    "",
  ]);
});

Deno.test("the live view stays within the width and height of its terminal", () => {
  const { going, ended } = showLive({ columns: 40, rows: 4 });
  assert.deepEqual(going.map((line) => [...line].length <= 39), going.map(() => true));
  assert.equal(going[1], "⠋ train_model      0:12  ━━━━━━━━━────…");
  assert.equal(going.length, 4);
  assert.ok(ended.some((line) => /^⊘ skip_training +drift_check c.*…$/.test(line)));
  assert.ok(ended.every((line) => [...line].length <= 39));
});

Deno.test("the live view has Airflow's colours, and none with color: false", () => {
  assert.ok(showLive({ color: true }).written.includes("\x1b[38;5;205m⊘ \x1b[0m"));
  assert.ok(!showLive().written.includes("\x1b[38"));
  // terminals move up by 1 line for the sequence that means 0 lines
  assert.ok(!showLive().written.includes("\x1b[0A"));
});

Deno.test("without a terminal, a run is reported in lines, progress at most every five seconds", () => {
  let output = "";
  let now = START;
  const reporter = plainLines({ write: (text) => output += text, now: () => now });
  end(reporter, tell(reporter, (ms) => now = ms));
  assert.equal(
    output,
    `2024-11-25T09:00:00Z sodai_mlops    run ${RUN_ID} in outputs/runs/${RUN_ID}
2024-11-25T09:00:00Z preprocess     success, kept
2024-11-25T09:00:00Z train_model    running
2024-11-25T09:00:01Z train_model    3% trial 1/30
2024-11-25T09:00:06Z train_model    20% trial 6/30
2024-11-25T09:00:11Z train_model    36% trial 11/30
2024-11-25T09:00:12Z train_model    warning: only 3 weeks, which is very little
2024-11-25T09:00:12Z train_model    40% trial 12/30
2024-11-25T09:00:12Z train_model    failed after 0:13: out of trials | Ask for more.
2024-11-25T09:00:12Z skip_training  skipped: drift_check chose train_model
2024-11-25T09:00:12Z sodai_mlops    run ${RUN_ID} failed
`,
  );
});

Deno.test("Ctrl-C restores the cursor and ends the process", async () => {
  const running = child("terminal/interrupted_view.ts", []).spawn();
  const reader = running.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let output = (await reader.read()).value!;
  assert.ok(output.startsWith("\x1b[?25l"));
  running.kill("SIGINT");
  for (let next = await reader.read(); !next.done; next = await reader.read()) output += next.value;
  assert.ok(output.endsWith("\x1b[?25h"));
  assert.equal((await running.status).code, 130);
  await running.stderr.cancel();
});

Deno.test("a run on a terminal exits when it has ended", async () => {
  const running = child("terminal/ended_view.ts", []).spawn();
  const late = setTimeout(() => running.kill("SIGKILL"), 20_000);
  const { code, stdout } = await running.output();
  clearTimeout(late);
  assert.equal(code, 0);
  assert.ok(new TextDecoder().decode(stdout).endsWith("\x1b[?25h"));
});

Deno.test("outside a terminal, what is unusual is marked", () => {
  let text = "";
  const reporter = plainLines({ write: (line) => text += line, now: () => START });
  reporter({ kind: "warning", task: "extract_data", text: "no shops", rank: "unusual" });
  assert.equal(text, "2024-11-25T09:00:00Z extract_data  UNUSUAL: no shops\n");
});
