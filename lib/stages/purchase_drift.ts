import { MAIN_VARIABLES, type PurchaseMix } from "../features/category_shares.ts";
import { adjustPValues } from "../stats/adjust_p_values.ts";
import { type LargestCategoryMove, largestCategoryMove } from "../stats/largest_category_move.ts";
import { populationStabilityIndex } from "../stats/population_stability_index.ts";
import { studentTQuantile } from "../stats/student_t_quantile.ts";
import { usualMove, type Windows } from "../stats/usual_move.ts";
import { withinCustomerPermutation } from "../stats/within_customer_permutation.ts";
import type { DriftMove, DriftNotice } from "./drift_report.ts";

/** Week indices, both ends included. */
export interface WeekRange {
  from: number;
  to: number;
}

/** The purchases of all known weeks, and which of them are compared. */
export interface WeeklyShares {
  mix: PurchaseMix;
  /** The weeks that the model in use was trained on. */
  reference: WeekRange;
  /** The weeks since, usually the last complete one. */
  recent: WeekRange;
}

/** What the default preset decides by. */
export interface PurchaseDrift {
  largest: LargestCategoryMove;
  /** Cluster-respecting p-value by variable. */
  clusterPValues: Map<string, number>;
  drifted: string[];
  /** Why the variables drifted, or why not, without a final stop. */
  because: string;
  notices: DriftNotice[];
}

/** A stability index below it is commonly read as "no shift worth acting on". */
const EFFECT_FLOOR = 0.1;

/**
 * Two questions about what customers bought. Is the difference real: week labels permuted within
 * customers (`withinCustomerPermutation`). Is it unusual: the largest category move
 * (`largestCategoryMove`). The second decides. Where it has fewer than four past moves the first
 * does, with Holm's adjustment and a floor on the population stability index, for real differences
 * are found every week.
 *
 * @throws RangeError where a range leaves the weeks of the mix, or the recent weeks do not come after
 * the reference.
 */
export function purchaseDrift(
  { mix, reference, recent }: WeeklyShares,
  { threshold, minSamples, seed = 0 }: { threshold: number; minSamples: number; seed?: number },
): PurchaseDrift {
  const windows = { reference: positions(mix, reference), recent: positions(mix, recent) };
  if (windows.recent.from <= windows.reference.to) {
    throw new RangeError(`recent weeks must follow the reference: ${recent.from}, ${reference.to}`);
  }
  const main = mix.variables.filter(({ variable }) => MAIN_VARIABLES.includes(variable));
  const largest = largestCategoryMove(main, windows, { alpha: threshold });
  const tests = withinCustomerPermutation(mix.purchases, {
    reference: mix.weeks.slice(windows.reference.from, windows.reference.to + 1),
    recent: mix.weeks.slice(windows.recent.from, windows.recent.to + 1),
  }, { seed });
  const clusterPValues = new Map(tests.map(({ variable, pValue }) => [variable, pValue]));
  const notices = mix.activity.map((chart) => notice(chart, windows, threshold));
  const found = { largest, clusterPValues, notices };

  const purchases = (["reference", "recent"] as const).map((side) =>
    mix.purchases.week.filter((week) => {
      const range = side === "reference" ? reference : recent;
      return week >= range.from && week <= range.to;
    }).length
  );
  if (Math.min(...purchases) < minSamples) {
    const because = `there are too few purchases to compare: ${purchases.join(" and ")}, ` +
      `fewer than ${minSamples}`;
    return { ...found, drifted: [], because };
  }
  if (largest.judged) {
    const { variable, category, score } = largest.moves[0]!;
    const limit = largest.limit.toFixed(1);
    const because =
      `${variable} ${category} moved ${score.toFixed(1)} times its usual weekly move, ` +
      (largest.alarm ? `more than the limit of ${limit}` : `within the limit of ${limit}`);
    const beyond = largest.moves.filter((move) => move.score > largest.limit);
    return { ...found, drifted: [...new Set(beyond.map((move) => move.variable))], because };
  }
  const adjusted = adjustPValues(tests.map((test) => test.pValue), "holm");
  const drifted = mix.variables.filter((counts, i) =>
    adjusted[i]! < threshold && windowPsi(counts.counts, windows) >= EFFECT_FLOOR
  ).map(({ variable }) => variable);
  const because =
    `the history is too short to know what is usual (${largest.pastMoves} past moves, ` +
    `4 are needed), and ` +
    (drifted.length > 0
      ? `the mix of ${drifted.join(", ")} differs beyond chance and by a stability index of ` +
        `${EFFECT_FLOOR} or more`
      : `no mix differs both beyond chance and by a stability index of ${EFFECT_FLOOR} or more`);
  return { ...found, drifted, because };
}

/** The moves as they stand in the report. */
export function reportedMoves({ moves }: LargestCategoryMove): DriftMove[] {
  return moves.map(({ variable, category, reference, recent, move, usual, score }) => ({
    variable,
    category,
    share_reference: finiteOrNull(reference),
    share_recent: finiteOrNull(recent),
    move: finiteOrNull(move),
    usual_move: finiteOrNull(usual),
    score: finiteOrNull(score),
  }));
}

/** JSON has no NaN and no infinity. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function positions({ weeks }: PurchaseMix, { from, to }: WeekRange) {
  const span = { from: weeks.indexOf(from), to: weeks.indexOf(to) };
  if (span.from < 0 || span.to < span.from) {
    throw new RangeError(`weeks ${from} to ${to} are not within ${weeks[0]} to ${weeks.at(-1)}`);
  }
  return span;
}

function windowPsi(counts: number[][], { reference, recent }: Windows): number {
  const add = (from: number, to: number) =>
    counts[0]!.map((_, j) => counts.slice(from, to + 1).reduce((sum, week) => sum + week[j]!, 0));
  return populationStabilityIndex(
    add(reference.from, reference.to),
    add(recent.from, recent.to),
  );
}

function notice(
  chart: PurchaseMix["activity"][number],
  windows: Windows,
  threshold: number,
): DriftNotice {
  const { reference, recent, move, score, pastMoves } = usualMove(chart, windows);
  const limit = pastMoves >= 4 ? studentTQuantile(1 - threshold / 2, pastMoves) : NaN;
  const noticed = score > limit;
  const percent = `${move < 0 ? "−" : "+"}${(100 * Math.abs(Math.expm1(move))).toFixed(0)} %`;
  const judgement = Number.isNaN(limit)
    ? "the history is too short to say whether that is usual"
    : `${score.toFixed(1)} times its usual move, ` +
      `${noticed ? "beyond" : "within"} ${limit.toFixed(1)}`;
  const change = Number.isNaN(move)
    ? "unknown, for nothing was bought"
    : `${percent}: ${judgement}`;
  const text = `${chart.name.replaceAll("_", " ")} ${change}`;
  return {
    name: chart.name,
    reference: finiteOrNull(reference),
    recent: finiteOrNull(recent),
    score: finiteOrNull(score),
    limit: finiteOrNull(limit),
    noticed,
    text,
  };
}
