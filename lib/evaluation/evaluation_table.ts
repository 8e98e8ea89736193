import type { BacktestRecord } from "./backtest.ts";
import type { Interval } from "../metrics/customer_draws.ts";
import type { ModelSummary } from "./evaluation_summary.ts";
import type { VolumeMetrics } from "./judge_volume.ts";
import type { SeedNoise } from "./seed_noise.ts";
import { weekNames } from "../table/time/week_ranges.ts";

/** Week columns per table, so that it stays within 100 characters. */
const WEEKS_PER_BLOCK = 10;

/**
 * The evaluation for a terminal, at most 100 characters wide if model names are short.
 *
 * @param options.unjudged week indices that were left out, ascending.
 * @param options.noise of the models that were fitted with several seeds.
 */
export function evaluationTable(
  records: BacktestRecord[],
  summaries: ModelSummary[],
  { unjudged = [], noise = [] }: { unjudged?: number[]; noise?: SeedNoise[] } = {},
): string {
  const weeks = summaries[0]?.weeks ?? [];
  return [
    weeks.length === 1
      ? `Week ${weeks[0]}`
      : `Means of ${weeks.length} weeks, ${weeks[0]} to ${weeks.at(-1)}`,
    `Known universe: ${counted(records, "pairs")} pairs, ${
      counted(records, "positives")
    } purchases per week`,
    ...unjudged.length > 0 ? [unjudgedNote(unjudged)] : [],
    meansTable(summaries),
    "Intervals: 95 %, customers resampled. full: the full catalogue; repeat, new: pairs bought",
    "before, or never. calib.: calibration error of pairs with p ≥ 0.05, weeks pooled.",
    "",
    "Average precision by week",
    ...weeksTables(records, summaries, weeks),
    "",
    "Average precision: difference from each baseline, 95 % interval",
    differencesTable(summaries),
    ...volumeTable(records),
    ...noise.length > 0 ? ["", noiseTable(noise)] : [],
  ].join("\n");
}

/** How well the units are known, and by simple rules. */
function volumeTable(records: BacktestRecord[]): string[] {
  const withVolume = records.filter(({ items }) => items !== undefined);
  if (withVolume.length === 0) return [];
  const rows = Array.from(Map.groupBy(withVolume, ({ model }) => model), ([model, weeks]) => {
    const sum = (name: keyof VolumeMetrics) =>
      weeks.reduce((total, record) => total + record[name]!, 0);
    const judged = weeks.filter(({ items_in_interval }) => !Number.isNaN(items_in_interval));
    const held = judged.reduce((total, { items_in_interval }) => total + items_in_interval!, 0);
    return [
      model,
      share(sum("items_wape") / weeks.length),
      (sum("items_expected") / sum("items")).toFixed(2),
      `${held} of ${judged.length}`,
      share(sum("products_in_interval") / sum("products_with_interval")),
    ];
  });
  const ofRule = (name: "items_wape_four_weeks" | "items_wape_seasonal") => {
    const ofOne = withVolume.filter(({ model }) => model === withVolume[0]!.model);
    return share(ofOne.reduce((sum, record) => sum + record[name]!, 0) / ofOne.length);
  };
  return [
    "",
    "Units by product: absolute errors over units (WAPE), expected over bought, 80 % intervals",
    aligned([
      ["model", "WAPE", "sum", "weeks held", "products held"],
      ...rows,
      ["mean of four weeks", ofRule("items_wape_four_weeks"), "", "", ""],
      ["a year before, or last week", ofRule("items_wape_seasonal"), "", "", ""],
    ]),
  ];
}

function noiseTable(noise: SeedNoise[]): string {
  const rows = noise.map((
    { model, seeds, mean, deviation, low, high },
  ) => [
    model,
    String(seeds),
    share(mean, 4),
    share(deviation, 4),
    `${share(low, 4)} to ${share(high, 4)}`,
  ]);
  return [
    "Average precision by seed: differences within this range are noise of the fits",
    aligned([["model", "seeds", "mean", "std. dev.", "range"], ...rows]),
  ].join("\n");
}

function unjudgedNote(weeks: number[]): string {
  const count = weeks.length === 1 ? "1 week" : `${weeks.length} weeks`;
  return `${count} without purchases ${weeks.length === 1 ? "is" : "are"} not judged: ` +
    weekNames(weeks);
}

function meansTable(summaries: ModelSummary[]): string {
  const header = ["model", "AP", "interval", "full", "repeat", "new", "rec@10", "NDCG@10"]
    .concat("F1", "log-loss", "calib.");
  const rows = summaries.map(({ model, mean, calibration_error_pooled }) => [
    model,
    share(mean.average_precision.estimate),
    range(mean.average_precision),
    share(mean.average_precision_full_catalogue.estimate),
    share(mean.average_precision_repeat.estimate),
    share(mean.average_precision_new.estimate),
    share(mean.recall_at_10.estimate),
    share(mean.ndcg_at_10.estimate),
    share(mean.f1.estimate),
    share(mean.log_loss.estimate, 4),
    share(calibration_error_pooled, 4),
  ]);
  return aligned([header, ...rows]);
}

function weeksTables(
  records: BacktestRecord[],
  summaries: ModelSummary[],
  weeks: string[],
): string[] {
  const score = new Map(
    records.map(({ model, week, average_precision: ap }) => [`${model} ${week}`, share(ap)]),
  );
  const blocks: string[] = [];
  for (let first = 0; first < weeks.length; first += WEEKS_PER_BLOCK) {
    const shown = weeks.slice(first, first + WEEKS_PER_BLOCK);
    const rows = summaries.map(({ model }) => [
      model,
      ...shown.map((week) => score.get(`${model} ${week}`) ?? ""),
    ]);
    // the heading has the year
    blocks.push(aligned([["model", ...shown.map((week) => week.slice(5))], ...rows]));
  }
  return blocks;
}

function differencesTable(summaries: ModelSummary[]): string {
  const baselines = [...new Set(summaries.flatMap(({ minus }) => Object.keys(minus)))];
  const rows = summaries.filter(({ model }) => !baselines.includes(model)).map((
    { model, minus },
  ) => [
    model,
    ...baselines.map((name) => {
      const difference = minus[name]?.average_precision;
      return difference ? `${share(difference.estimate)} ${range(difference)}` : "";
    }),
  ]);
  return aligned([["model", ...baselines.map((name) => `− ${name}`)], ...rows]);
}

/** Aligns the first column left and the others right. */
function aligned(lines: string[][]): string {
  const widths = lines[0]!.map((_, c) => Math.max(...lines.map((line) => line[c]!.length)));
  return lines.map((line) =>
    line.map((text, c) => c === 0 ? text.padEnd(widths[c]!) : text.padStart(widths[c]!)).join("  ")
      .trimEnd()
  ).join("\n");
}

function share(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "–";
  // .641 and -.012: measures lie between -1 and 1
  return value.toFixed(digits).replace(/^(-?)0\./, "$1.");
}

function range({ low, high }: Interval): string {
  return `${share(low)} to ${share(high)}`;
}

/** The smallest and largest count per week. */
function counted(records: BacktestRecord[], name: "pairs" | "positives"): string {
  const counts = records.map((record) => record[name]);
  const [low, high] = [Math.min(...counts), Math.max(...counts)]
    .map((count) => count.toLocaleString("en-US"));
  return low === high ? low! : `${low} to ${high}`;
}
