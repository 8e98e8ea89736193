import { join } from "node:path";
import { flagName, resolveConfig } from "../lib/config/config.ts";
import { type Config, SEARCHED_KINDS } from "../lib/config/parameters.ts";
import { replaceFile } from "../lib/dag/runs/publish.ts";
import { backtest, type BacktestRecord, type FitAndScore } from "../lib/evaluation/backtest.ts";
import { type Baseline, BASELINES } from "../lib/evaluation/baselines.ts";
import { summarize } from "../lib/evaluation/evaluation_summary.ts";
import { evaluationTable } from "../lib/evaluation/evaluation_table.ts";
import { hasOtherSeed, nameWithSeed, seedNoise } from "../lib/evaluation/seed_noise.ts";
import { type UnjudgedRecord, unjudgedWeeks } from "../lib/evaluation/unjudged_weeks.ts";
import { fullCatalogue } from "../lib/features/pairs/known_universe.ts";
import { purchasedWeeks } from "../lib/features/purchases/purchased_weeks.ts";
import { fitAndScore } from "../lib/pipeline/fit_and_score.ts";
import { evaluationFigures } from "../lib/report/evaluation_figures.ts";
import { evaluationPage } from "../lib/report/evaluation_page.ts";
import { readInputs } from "../lib/pipeline/run_inputs.ts";
import type { SalesData } from "../lib/table/sales_data.ts";
import { parseWeek, weekName } from "../lib/table/time/week.ts";
import { weekNames } from "../lib/table/time/week_ranges.ts";
import { UserError } from "../lib/user_error.ts";
import type { PresetName } from "../lib/config/presets/preset.ts";
import { runCommand } from "./command.ts";
import { evaluateDrift } from "./evaluate_drift.ts";
import { print, printError } from "./print.ts";

/** The preset that others are compared with. */
const ORIGINAL = "original" satisfies PresetName;

/**
 * The original preset hardly depends on the search: 1 trial AP .227, 3 trials .226 (2024-W46 and
 * W47).
 */
const ORIGINAL_TRIALS = 3;

/** Weeks with purchases before a judged one: the first of the data, and three to learn from. */
const LEARNED_WEEKS = 4;

/** Trials of every experiment of the drift study: rates are known to ±2 % at 5 %. */
const REPEATS = 400;

/** The parameters that the drift study reads. */
const OF_DRIFT = ["data_dir", "outputs_dir", "threshold", "time_zone", "seed", "workers"];

await runCommand({
  name: "evaluate",
  summary: "Evaluates the model and the baselines on past weeks, each with earlier data only.",
  parameters: [
    "data_dir",
    "outputs_dir",
    "preset",
    "model",
    "engine",
    "n_trials",
    "weeks_to_include",
    "max_rows",
    "decision_threshold",
    "threshold",
    "time_zone",
    "seed",
    "workers",
  ],
  flags: {
    "repeat-seeds": "fits with so many seeds, to show what the seed alone changes (default: 1)",
    from: "first week to evaluate, such as 2024-W44",
    to: "last week to evaluate, such as 2024-W47",
    repeats: `with --drift: trials of every experiment, from 4 to 100,000 (default: ${REPEATS})`,
  },
  switches: { drift: "study the drift rules instead: false alarms, power, and every week so far" },
}, async ({ config, given, flags, switches }) => {
  const repeats = checkedRepeats(switches.has("drift"), flags, Object.keys(given));
  const { extracted: { sales } } = await readInputs({ ...config, week: null }, new Date());
  if (repeats !== undefined) return await evaluateDrift(sales, { config, repeats });
  const requested = weeksToJudge(sales, flags["from"], flags["to"]);
  const unjudged = unjudgedWeeks(sales, requested);
  const range = `${weekName(requested[0]!)}_${weekName(requested.at(-1)!)}`;
  for (const { week } of unjudged.values()) printError(`${week}  not judged: no purchases`);
  const weeks = requested.filter((week) => !unjudged.has(week));
  if (weeks.length === 0) {
    throw new UserError(
      `--from, --to: expected a week with purchases of known customers and products, found none ` +
        `in ${weekNames(requested)}`,
    );
  }
  const seeds = wholeNumber("repeat-seeds", flags["repeat-seeds"] ?? "1", { from: 1, to: 100 });
  const models = modelsOf(config, seeds);
  const judged = await backtest(sales, weeks, models, {
    seed: config.seed,
    onRecord: ({ week, model, average_precision, duration_ms }) =>
      printError(
        `${week}  ${model}: AP ${average_precision.toFixed(3)} in ${
          (duration_ms / 1000).toFixed(1)
        } s`,
      ),
  });
  const records = requested.flatMap((week): (BacktestRecord | UnjudgedRecord)[] => {
    const found = unjudged.get(week);
    return found
      ? Object.keys(models).map((model) => ({ ...found, model }))
      : judged.filter((one) => one.week === week).map(({ record }) => record);
  });
  const beaten = config.preset === ORIGINAL ? [] : [ORIGINAL];
  const shown = judged.filter(({ model }) => !hasOtherSeed(model));
  const summaries = summarize(shown, [...beaten, ...Object.keys(BASELINES)]);
  const noise = seedNoise(judged.map(({ record }) => record));

  const folder = join(config.outputs_dir, "evaluation");
  await Deno.mkdir(folder, { recursive: true });
  const publish = (name: string, content: string | Uint8Array) =>
    replaceFile(join(folder, `${range}${name}`), content);
  publish(".json", json(records));
  publish("_summary.json", json({ parameters: config, models: summaries, seed_noise: noise }));
  const figures = evaluationFigures(shown, summaries);
  for (const [name, figure] of Object.entries(figures)) {
    publish(`_${name}.svg`, figure.svg);
    publish(`_${name}.png`, await figure.png());
  }
  const table = evaluationTable(shown.map(({ record }) => record), summaries, {
    unjudged: [...unjudged.keys()],
    noise,
  });
  publish(".html", evaluationPage(table, figures, { title: `Evaluation ${range}` }));
  print(`${table}\n\n${join(folder, range)}.json, .html and figures`);
});

/** The models of the preset, each with some seeds, then those they are compared with. */
function modelsOf(config: Config, seeds: number): Record<string, FitAndScore> {
  const workers = config.workers === "auto" ? navigator.hardwareConcurrency : config.workers;
  const original = resolveConfig({
    preset: ORIGINAL,
    n_trials: Math.min(config.n_trials, ORIGINAL_TRIALS),
    seed: config.seed,
  });
  return {
    ...Object.fromEntries(
      kindsOf(config).flatMap((model) =>
        Array.from({ length: seeds }, (_, i) => {
          const seed = config.seed + i;
          const name = i === 0 ? model : nameWithSeed(model, seed);
          return [name, fitAndScore({ ...config, model, seed }, { workers })];
        })
      ),
    ),
    [ORIGINAL]: fitAndScore(config.preset === ORIGINAL ? config : original, { workers }),
    ...Object.fromEntries(
      Object.entries(BASELINES).map(([name, baseline]) => [name, asModel(baseline)]),
    ),
  };
}

/** Both kinds of trees and, with --model best, the best of them and their mean. */
function kindsOf({ preset, engine, model }: Config): Config["model"][] {
  if (preset === ORIGINAL) return [];
  const kinds: Config["model"][] = engine === "forest" ? [...SEARCHED_KINDS] : ["random_forest"];
  return model === "best" ? [...kinds, "best"] : kinds;
}

/** A baseline has no threshold; 0.5 is used. */
function asModel(baseline: Baseline): FitAndScore {
  return (sales) => ({
    probability: baseline(sales, fullCatalogue(sales)),
    decisionThreshold: 0.5,
  });
}

/** The trials of a drift study; undefined without --drift. */
function checkedRepeats(
  drift: boolean,
  flags: Record<string, string | undefined>,
  given: string[],
): number | undefined {
  if (!drift) {
    const misplaced = flags["repeats"] !== undefined
      ? "repeats"
      : given.find((n) => n === "threshold");
    if (misplaced) throw new UserError(`--${misplaced}: requires --drift`);
    return undefined;
  }
  const misplaced = ["from", "to", "repeat-seeds"].filter((name) => flags[name] !== undefined)
    .concat(given.filter((name) => !OF_DRIFT.includes(name)));
  if (misplaced.length > 0) {
    throw new UserError(
      `${misplaced.map(flagName).join(", ")}: not allowed with --drift, which studies every week ` +
        "with the pipeline's settings",
    );
  }
  return wholeNumber("repeats", flags["repeats"] ?? String(REPEATS), { from: 4, to: 100_000 });
}

/** The value of a flag of this command. */
function wholeNumber(
  flag: string,
  text: string,
  { from, to }: { from: number; to: number },
): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new UserError(
    `--${flag}: expected a whole number from ${from} to ${to.toLocaleString("en-US")}, found ${
      JSON.stringify(text)
    }`,
  );
}

function weeksToJudge(sales: SalesData, from?: string, to?: string): number[] {
  const purchased = purchasedWeeks(sales);
  const last = sales.predictedWeek - 1, first = (purchased[LEARNED_WEEKS - 1] ?? last) + 1;
  if (first > last) {
    throw new UserError(
      `deno task evaluate: expected ${LEARNED_WEEKS} complete weeks with purchases before a week ` +
        `to judge, found ${weekNames(purchased)}; add earlier transactions, or wait for more`,
    );
  }
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

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + "\n";
}
