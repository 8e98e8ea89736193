import { join } from "node:path";
import { clock } from "../lib/dag/clock.ts";
import { runFolder } from "../lib/dag/runs/run_folder.ts";
import type { RunRecord } from "../lib/dag/runs/run_record.ts";
import { wordsOf } from "../lib/dag/said.ts";
import type { Language } from "../lib/language/language.ts";
import { translator } from "../lib/language/messages.ts";
import { weekRange } from "../lib/report/first_page/week_dates.ts";
import { factsOf } from "../lib/stages/task_facts.ts";

/** The summary of a finished run. */
export function summary(
  run: RunRecord,
  { outputsDir, durationMs, hasReport, language }: {
    outputsDir: string;
    durationMs: number;
    hasReport: boolean;
    language: Language;
  },
): string {
  const translated = translator(language), { t, number } = translated;
  const words = wordsOf(run, translated);
  const forecast = factsOf(run, "predict"), trained = factsOf(run, "train_model");
  if (run.state === "skipped") {
    return t("summary.skipped", { run: run.run_id, reason: words(run.tasks[0]?.reason ?? "") });
  }
  const drift = factsOf(run, "drift_check"), contest = trained.champion_challenger;
  const interval = (low?: number, high?: number) =>
    low === undefined || high === undefined
      ? ""
      : t("page.interval", { low: number(low), high: number(high) });
  const withheld = run.held !== undefined || run.unpublished !== undefined;
  const folder = withheld ? runFolder(outputsDir, run.run_id) : join(outputsDir, "latest");
  const isEnglish = language === "en";
  const lines: [label: string, text: string][] = [
    [
      t("summary.drift"),
      isEnglish || !drift.cause ? drift.reason ?? "" : t(`page.cause.${drift.cause}`),
    ],
  ];
  if (trained.test_average_precision !== undefined) {
    lines.push([
      t("summary.model"),
      t("summary.precision", {
        precision: number(trained.test_average_precision, 3),
        weeks: weekRange(factsOf(run, "split_data").test?.weeks ?? []),
      }),
    ]);
  }
  if (contest) lines.push([t("summary.inUse"), words(contest.reason)]);
  lines.push(
    [
      t("summary.forecast"),
      t("summary.listed", {
        listed: number(forecast.predictions!),
        pairs: number(forecast.pairs!),
        threshold: number(forecast.decision_threshold!, 3),
        week: forecast.week!,
      }),
    ],
    [
      t("summary.expected"),
      [
        t("summary.purchases", {
          count: number(forecast.expected_purchases!),
          interval: interval(forecast.purchases_low, forecast.purchases_high),
        }),
        t("summary.units", {
          count: number(forecast.expected_items!),
          interval: interval(forecast.items_low, forecast.items_high),
        }),
      ].join(", "),
    ],
    [
      t("summary.outputs"),
      ["predicciones.csv", "visitas.csv", "shap", "drift_report.json"]
        .map((name) => join(folder, name)).join(", "),
    ],
  );
  if (hasReport) lines.push([t("summary.report"), join(folder, "report", "index.html")]);
  if (withheld) {
    lines.push(
      [
        t("summary.latest"),
        run.unpublished
          ? t("summary.backRun", { why: words(run.unpublished) })
          : t("summary.unchanged"),
      ],
      [t("summary.publish"), `deno task runs promote ${run.run_id}`],
    );
  }
  for (const { task, text, rank } of run.warnings) {
    if (rank === undefined) lines.push([t("summary.warning"), `${task}: ${words(text)}`]);
  }
  const width = Math.max(...lines.map(([label]) => label.length));
  return [
    t(run.held ? "summary.held" : "summary.done", { run: run.run_id, time: clock(durationMs) }),
    ...lines.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`),
  ].join("\n");
}
