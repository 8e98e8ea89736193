import { asCategories, MAIN_VARIABLES, type PurchaseMix } from "./category_shares.ts";
import { adjustPValues } from "../../stats/adjust_p_values.ts";
import {
  type CategoryMove,
  type GivenCounts,
  type LargestCategoryMove,
  largestCategoryMove,
} from "./largest_category_move.ts";
import { type PastAlarms, pastAlarms } from "./past_alarms.ts";
import { populationStabilityIndex } from "../../stats/population_stability_index.ts";
import type { Windows } from "./usual_move.ts";
import { withinCustomerPermutation } from "./within_customer_permutation.ts";
import type { ColumnTable } from "../../table/column_table.ts";
import { weekName } from "../../table/week.ts";
import { notice } from "../describe/drift_notices.ts";
import { type DriftMove, type DriftNotice, finiteOrNull } from "../describe/drift_report.ts";

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
  /** Purchases to compare with in place of those of the reference weeks: a user's own. */
  given?: ColumnTable | undefined;
}

/** What the default preset decides by. */
export interface PurchaseDrift {
  largest: LargestCategoryMove;
  /** Cluster-respecting p-value by variable. */
  clusterPValues: Map<string, number>;
  drifted: string[];
  /** Whether there were purchases enough to decide by. */
  enough: boolean;
  /** Why the variables drifted, or why not, without a final stop. */
  because: string;
  notices: DriftNotice[];
  past: PastAlarms;
  /** What is wrong with the threshold, where it can never or nearly always alarm. */
  warnings: string[];
}

/** A stability index below it is commonly read as "no shift worth acting on". */
const EFFECT_FLOOR = 0.1;

/** Permutations of the first question: no p-value is below 1 in 1,000. */
const PERMUTATIONS = 999;

/** A rule that alarms in every third week tells little more than a calendar. */
const OFTEN = { share: 1 / 3, weeks: 8 };

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
  { mix, reference, recent, given }: WeeklyShares,
  { threshold, minSamples, seed = 0 }: { threshold: number; minSamples: number; seed?: number },
): PurchaseDrift {
  const windows = windowsOf({ mix, reference, recent });
  const main = mix.variables.filter(({ variable }) => MAIN_VARIABLES.includes(variable));
  const largest = largestCategoryMove(main, windows, {
    alpha: threshold,
    given: given && countsOf(given),
  });
  const tests = withinCustomerPermutation(mix.purchases, {
    reference: mix.weeks.slice(windows.reference.from, windows.reference.to + 1),
    recent: mix.weeks.slice(windows.recent.from, windows.recent.to + 1),
  }, { permutations: PERMUTATIONS, seed });
  const clusterPValues = new Map(tests.map(({ variable, pValue }) => [variable, pValue]));
  const notices = mix.activity.map((chart) => notice(chart, windows, threshold));
  const past = pastAlarms(main, windows, { alpha: threshold });

  const compared = purchasesOf(mix, reference, recent);
  const warnings = thresholdWarnings({ largest, past, threshold, variables: tests.length });
  const enough = Math.min(...compared) >= minSamples;
  const found = { largest, clusterPValues, notices, past, warnings, enough };
  if (!enough) {
    const because = `there are too few purchases to compare: ${compared.join(" and ")}, ` +
      `fewer than ${minSamples}`;
    return {
      ...found,
      drifted: [],
      because,
      warnings: [`min_samples ${minSamples} lets nothing be drift: ${because}`],
    };
  }
  if (largest.judged) {
    const beyond = largest.moves.filter((move) => move.score > largest.limit);
    const weeks = given ? "in the given reference" : `in ${span(reference)}`;
    return {
      ...found,
      drifted: [...new Set(beyond.map((move) => move.variable))],
      because: moveInWords(largest.moves[0]!, largest, weeks),
    };
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

function moveInWords(
  { variable, category, score, reference, recent }: CategoryMove,
  { limit, alarm }: LargestCategoryMove,
  weeks: string,
): string {
  const share = (level: number) => `${(100 * level).toFixed(1)} %`;
  const moved = Number.isFinite(score)
    ? `moved ${score.toFixed(1)} times its usual weekly move, ` +
      (alarm
        ? `more than the limit of ${limit.toFixed(1)}`
        : `within the limit of ${limit.toFixed(1)}`)
    : Number.isNaN(score)
    ? "cannot be compared"
    : "moved, which it never did before";
  return `${variable} ${category} ${moved} (${share(recent)} of the purchases, ${
    share(reference)
  } ${weeks})`;
}

/** Says where a threshold cannot alarm at these sample sizes, or alarms all the time. */
function thresholdWarnings(
  { largest, past, threshold, variables }: {
    largest: LargestCategoryMove;
    past: PastAlarms;
    threshold: number;
    variables: number;
  },
): string[] {
  const rate = `in the past it would have alarmed in ${past.alarms} of ${past.judged} weeks`;
  if (!largest.judged) {
    return variables / (1 + PERMUTATIONS) < threshold ? [] : [
      `threshold ${threshold} can never alarm while the history is short: with ${PERMUTATIONS} ` +
      `permutations and ${variables} variables no adjusted p-value is below ` +
      `${variables / (1 + PERMUTATIONS)}`,
    ];
  }
  if (past.reach <= largest.limit) {
    return [
      `threshold ${threshold} can never alarm: its limit is ${largest.limit.toFixed(1)} usual ` +
      `moves, and were a category lost altogether it would move ${past.reach.toFixed(1)}; ${rate}`,
    ];
  }
  return past.judged >= OFTEN.weeks && past.alarms >= OFTEN.share * past.judged
    ? [`threshold ${threshold} alarms so often that it tells little: ${rate}`]
    : [];
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

/** Purchases of the two windows. */
function purchasesOf({ purchases }: PurchaseMix, ...ranges: WeekRange[]): number[] {
  return ranges.map(({ from, to }) =>
    purchases.week.reduce((count, week) => count + (week >= from && week <= to ? 1 : 0), 0)
  );
}

function countsOf({ columns }: ColumnTable): GivenCounts {
  return new Map(columns.map((column) => {
    const { name, codes, categories } = asCategories(column);
    const counts = new Array<number>(categories.length).fill(0);
    for (const code of codes) if (code >= 0) counts[code]!++;
    return [name, new Map(categories.map((category, j) => [category, counts[j]!]))];
  }));
}

function span({ from, to }: WeekRange): string {
  return from === to ? weekName(from) : `${weekName(from)} to ${weekName(to)}`;
}

/** The compared weeks as positions in the weekly series. */
export function windowsOf({ mix, reference, recent }: WeeklyShares): Windows {
  const windows = { reference: positions(mix, reference), recent: positions(mix, recent) };
  if (windows.recent.from <= windows.reference.to) {
    throw new RangeError(`recent weeks must follow the reference: ${recent.from}, ${reference.to}`);
  }
  return windows;
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
