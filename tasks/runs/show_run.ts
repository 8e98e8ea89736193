import { existsSync } from "node:fs";
import { join } from "node:path";
import { clock } from "../../lib/dag/clock.ts";
import type { RunRecord } from "../../lib/dag/runs/run_record.ts";
import type { Translator } from "../../lib/language/messages.ts";
import { modelPrecision } from "../../lib/pipeline/history/model_precision.ts";
import type { ReadableRun } from "../../lib/pipeline/history/run_differences.ts";
import { runDurationMs } from "../../lib/pipeline/history/run_duration.ts";
import { driftShare, runFacts } from "../../lib/pipeline/history/run_facts.ts";
import { runReason } from "../../lib/pipeline/history/run_reason.ts";
import { outputsFlag, startFlags } from "../../lib/pipeline/history/run_command.ts";
import { runRemedy, type RunsContext } from "../../lib/pipeline/history/run_remedy.ts";
import { shownState } from "../../lib/pipeline/history/shown_state.ts";
import { dayName, mondayOfWeek, parseWeek } from "../../lib/table/time/week.ts";
import { textTable } from "./text_table.ts";

/** A run for people: what, when, how it ended and why, results, tasks, warnings, files, what next. */
export function showText(
  listed: ReadableRun,
  context: RunsContext,
  translator: Translator,
): string {
  const { run, alive } = listed, state = shownState(listed);
  const durationMs = runDurationMs(run, { alive, now: Date.now() });
  const inUse = listed.runId === context.latest ? ", in use" : "";
  const lines: [string, string][] = [
    ["week", weekText(run.predicted_week)],
    ["started", `${instant(run.started)}${durationMs > 0 ? `, took ${clock(durationMs)}` : ""}`],
    ["ended", run.ended === null ? "" : instant(run.ended)],
    ["attempts", (run.attempt ?? 1) > 1 ? String(run.attempt) : ""],
    ["why", runReason(listed, translator)],
    ["promoted", run.promoted === undefined ? "" : instant(run.promoted)],
    ["flags", startFlags(run).trim()],
    ["versions", Object.entries(run.versions).map((entry) => entry.join(" ")).join(", ")],
  ];
  const sections: [string, string[]][] = [
    [`Run ${run.run_id}: ${state}${inUse}`, rows(lines)],
    ["Held", (run.held ?? []).map((reason) => `  ${reason}`)],
    ["Results", rows(results(listed, context, translator))],
    ["Tasks", taskLines(run, state)],
    ["Warnings", warningLines(run)],
    ["Files", fileLines(listed, translator)],
    ["Next", nextLines(listed, context, translator)],
  ];
  return sections.filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [title, ...lines].join("\n")).join("\n\n");
}

function results(
  { run, runId }: ReadableRun,
  { runs }: RunsContext,
  { number, percent }: Translator,
): [string, string][] {
  const facts = runFacts(run), { predict, drift_check: drift, extract_data: data } = facts;
  const share = driftShare(facts);
  const precision = modelPrecision(runId, runs);
  const count = (value: number | undefined) => value === undefined ? "?" : number(value);
  const interval = predict.purchases_low === undefined
    ? ""
    : ` (${count(predict.purchases_low)} to ${count(predict.purchases_high)} in 8 weeks of 10)`;
  const weeks = precision?.weeks.length ? ` on ${precision.weeks.join(", ")}` : "";
  const trainedBy = precision?.isNew ? "" : `, model of ${precision?.trainedBy}`;
  return [
    [
      "expected",
      predict.expected_purchases === undefined
        ? ""
        : `${count(predict.expected_purchases)} purchases${interval}, ` +
          `${count(predict.expected_items)} units`,
    ],
    [
      "listed",
      predict.predictions === undefined
        ? ""
        : `${count(predict.predictions)} of ${count(predict.pairs)} pairs, with a probability ` +
          `above ${predict.decision_threshold?.toFixed(3)}`,
    ],
    [
      "model",
      precision
        ? `average precision ${precision.averagePrecision.toFixed(3)}${weeks}${trainedBy}`
        : "",
    ],
    [
      "drift",
      drift.decision === undefined
        ? ""
        : share === undefined
        ? "not judged"
        : `${percent(share)} of the variables` +
          (drift.drifted_variables.length > 0 ? `: ${drift.drifted_variables.join(", ")}` : ""),
    ],
    [
      "data",
      data.transacciones.rows_kept === undefined
        ? ""
        : `${
          count(data.transacciones.rows_kept)
        } order lines up to ${data.transacciones.last_date}, ` +
          `${count(data.clientes.with_sales)} shops, ${count(data.productos.with_sales)} products`,
    ],
  ];
}

function taskLines({ tasks }: RunRecord, state: string): string[] {
  if (tasks.length === 0) return [];
  const table = textTable(tasks.map((task) => [
    `  ${task.id}`,
    task.state === "running" ? state : task.state,
    task.duration_ms == null ? "" : clock(task.duration_ms),
    task.message ?? task.reason ?? "",
  ]));
  const retried = tasks.flatMap(({ id, retried = [] }) =>
    retried.map(({ at, message }) => `  ${id} was tried again at ${instant(at)}, after ${message}`)
  );
  return [table, ...retried];
}

function warningLines({ warnings }: RunRecord): string[] {
  return warnings.map(({ task, text, rank }) =>
    rank === "unusual" ? `  UNUSUAL ${text}` : `  ${task}: ${text}`
  );
}

function fileLines({ run, folder }: ReadableRun, { number }: Translator): string[] {
  const report = join(folder, "report", "index.html");
  const files = run.tasks.flatMap(({ outputs }) => outputs)
    .map(({ name, bytes }) => [`  ${name}`, `${number(bytes)} bytes`]);
  return [
    `  ${folder}`,
    ...existsSync(report) ? [`  ${report}`] : [],
    ...files.length > 0 ? [textTable(files)] : [],
  ];
}

function nextLines(listed: ReadableRun, context: RunsContext, translator: Translator): string[] {
  const { run, runId, folder } = listed, where = outputsFlag(context.outputsDir);
  const remedy = runRemedy(listed, context, translator);
  const hasReport = existsSync(join(folder, "report", "index.html"));
  const before = context.runs.slice(context.runs.findIndex((other) => other.runId === runId) + 1)
    .find((other) =>
      other.run?.tasks.some(({ id, state }) => id === "predict" && state === "success")
    );
  return [
    ...remedy ? [remedy.text, ...remedy.command ? [remedy.command] : []] : [],
    ...hasReport || run.state === "skipped" || run.state === "running"
      ? []
      : ["Make its report:", `deno task report ${runId}${where}`],
    ...before
      ? ["Compare it with the run before:", `deno task runs diff ${before.runId} ${runId}${where}`]
      : [],
  ].map((line) => line.startsWith("deno ") ? `    ${line}` : `  ${line}`);
}

function rows(pairs: [string, string][]): string[] {
  const known = pairs.filter(([, text]) => text !== "")
    .map(([name, text]) => [`  ${name}`, text]);
  return known.length > 0 ? [textTable(known)] : [];
}

/** A week with its days: 2024-W48, 2024-11-25 to 2024-12-01. */
function weekText(name: string): string {
  const week = parseWeek(name);
  if (week === undefined) return name;
  const monday = mondayOfWeek(week);
  return `${name}, ${dayName(monday)} to ${dayName(monday + 6)}`;
}

function instant(iso: string): string {
  return `${iso.slice(0, 19).replace("T", " ")} UTC`;
}
