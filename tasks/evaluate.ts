import { join } from "node:path";
import type { Config } from "../lib/config.ts";
import { replaceFile } from "../lib/dag/publish.ts";
import { backtest, type BacktestRecord, type FitAndScore } from "../lib/evaluation/backtest.ts";
import { type Baseline, BASELINES } from "../lib/evaluation/baselines.ts";
import { pairedDifference } from "../lib/evaluation/bootstrap.ts";
import { fullCatalogue } from "../lib/features/known_universe.ts";
import { fitAndScore } from "../lib/fit_and_score.ts";
import { readInputs } from "../lib/run_inputs.ts";
import type { SalesData } from "../lib/table/sales_data.ts";
import { parseWeek, weekName } from "../lib/table/week.ts";
import { UserError } from "../lib/user_error.ts";
import { runCommand } from "./command.ts";

await runCommand({
  name: "evaluate",
  summary: "Judges the model and the baselines on past weeks, each with what was known before it.",
  parameters: [
    "data_dir",
    "outputs_dir",
    "preset",
    "engine",
    "n_trials",
    "weeks_to_include",
    "max_rows",
    "decision_threshold",
    "seed",
    "workers",
  ],
  flags: {
    from: "first week to judge, such as 2024-W44",
    to: "last week to judge, such as 2024-W47",
  },
}, async ({ config, flags }) => {
  const { extracted: { sales } } = await readInputs({ ...config, week: null }, new Date());
  const weeks = weeksToJudge(sales, flags["from"], flags["to"]);
  const { records, scores } = await backtest(sales, weeks, modelsOf(config), {
    onRecord: ({ week, model, average_precision, duration_ms }) =>
      console.error(
        `${week}  ${model}: AP ${average_precision.toFixed(3)} in ${
          Math.round(duration_ms / 1000)
        } s`,
      ),
  });
  const folder = join(config.outputs_dir, "evaluation");
  await Deno.mkdir(folder, { recursive: true });
  const path = join(folder, `${weekName(weeks[0]!)}_${weekName(weeks.at(-1)!)}.json`);
  replaceFile(path, JSON.stringify(records, null, 2) + "\n");

  console.log(table(records));
  const of = (model: string) => scores.filter((score) => score.model === model);
  const [own] = Object.keys(modelsOf(config));
  for (const model of Object.keys(BASELINES)) {
    const { estimate, low, high } = pairedDifference(of(own!), of(model), { seed: config.seed });
    console.log(
      `AP of ${own} minus ${model}: ${estimate.toFixed(3)} (95 % interval ${low.toFixed(3)} to ` +
        `${high.toFixed(3)}, customers resampled)`,
    );
  }
  console.log(path);
});

function modelsOf(config: Config): Record<string, FitAndScore> {
  const workers = config.workers === "auto" ? navigator.hardwareConcurrency : config.workers;
  const own = config.preset === "original" ? "original" : "random_forest";
  return {
    [own]: fitAndScore(config, { workers }),
    ...Object.fromEntries(
      Object.entries(BASELINES).map(([name, baseline]) => [name, asModel(baseline)]),
    ),
  };
}

/** A baseline has no threshold of its own: 0.5. */
function asModel(baseline: Baseline): FitAndScore {
  return (sales) => ({
    probability: baseline(sales, fullCatalogue(sales)),
    decisionThreshold: 0.5,
  });
}

function weeksToJudge(sales: SalesData, from?: string, to?: string): number[] {
  const last = sales.predictedWeek - 1, first = sales.firstWeek + 4;
  const range = `a week from ${weekName(first)} to ${weekName(last)}`;
  const week = (flag: string, name: string | undefined) => {
    const index = name === undefined ? undefined : parseWeek(name);
    if (index !== undefined && index >= first && index <= last) return index;
    throw new UserError(`--${flag}: expected ${range}, found ${name ?? "none"}`);
  };
  const [start, end] = [week("from", from), week("to", to)];
  if (start > end) throw new UserError(`--to: expected ${from} or later, found ${to}`);
  return Array.from({ length: end - start + 1 }, (_, i) => start + i);
}

/** Means over the weeks, a line a model. */
function table(records: BacktestRecord[]): string {
  const measures = [
    "average_precision",
    "average_precision_full_catalogue",
    "average_precision_repeat",
    "average_precision_new",
    "recall_at_10",
    "ndcg_at_10",
    "f1",
    "log_loss",
    "calibration_error",
  ] as const;
  const models = [...new Set(records.map(({ model }) => model))];
  const lines = models.map((model) => {
    const own = records.filter((record) => record.model === model);
    const means = measures.map((name) =>
      (own.reduce((sum, record) => sum + record[name], 0) / own.length).toFixed(3)
    );
    return [model, ...means];
  });
  const header = ["model", "AP", "AP full", "AP repeat", "AP new", "recall@10", "NDCG@10", "F1"]
    .concat("log-loss", "calib. error");
  const widths = header.map((text, c) =>
    Math.max(text.length, ...lines.map((line) => line[c]!.length))
  );
  return [header, ...lines].map((line) =>
    line.map((text, c) => c === 0 ? text.padEnd(widths[c]!) : text.padStart(widths[c]!)).join("  ")
  ).join("\n");
}
