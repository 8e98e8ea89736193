import { english } from "../language/english.ts";
import type { Message } from "../language/message.ts";
import { asCategories, MAIN_VARIABLES, type PurchaseMix } from "./measure/category_shares.ts";
import {
  type GivenCounts,
  type LargestCategoryMove,
  largestCategoryMove,
} from "./measure/largest_category_move.ts";
import { type PastAlarms, pastAlarms } from "./measure/past_alarms.ts";
import { mixStability } from "./measure/mix_stability.ts";
import type { Windows } from "./measure/usual_move.ts";
import { withinCustomerPermutation } from "./measure/within_customer_permutation.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { driftedVariables, EFFECT_FLOOR } from "./decide/purchase_rule.ts";
import { moveInWords } from "./describe/purchase_words.ts";
import { thresholdWarnings } from "./describe/threshold_warnings.ts";
import { type WeeklyShares, type WeekRange, windowsOf } from "./measure/weekly_shares.ts";
import { weekName } from "../table/time/week.ts";
import { notice } from "./describe/drift_notices.ts";
import type { DriftNotice } from "./describe/drift_report.ts";

/** The decision of the default preset and its evidence. */
export interface PurchaseDrift {
  largest: LargestCategoryMove;
  /** P-value of the permutation test within customers, by variable. */
  clusterPValues: Map<string, number>;
  drifted: string[];
  /** The weeks that the newest ones are compared with; null for a reference that the user gave. */
  against: string | null;
  /** Whether there are enough purchases to decide. */
  enough: boolean;
  /** Why the variables drifted or not, as a sentence without its final period. */
  because: string;
  notices: DriftNotice[];
  past: PastAlarms;
  /** Warnings about a threshold that can never alarm or alarms too often. */
  warnings: Message[];
}

/** What fewer customers buy says nothing about the others. */
const FEWEST_CUSTOMERS = 5;

/** Permutations of the permutation test: no p-value is below 1 in 1,000. */
const PERMUTATIONS = 999;

/**
 * Drift of what customers bought. The permutation test (`withinCustomerPermutation`) shows whether
 * a difference is real, the largest category move (`largestCategoryMove`) whether it is unusual.
 * The largest category move decides. With fewer than four past moves the permutation test decides,
 * with Holm's adjustment and a floor on the population stability index, as real differences are
 * found every week.
 *
 * @throws RangeError if a range is not within the weeks of the mix, or the recent weeks do not come
 * after the reference.
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
  const warnings = thresholdWarnings({
    largest,
    past,
    threshold,
    variables: tests.length,
    permutations: PERMUTATIONS,
  });
  const customers = customersOf(mix, reference, recent);
  const scarce = scarcity("purchases", compared, minSamples) ??
    scarcity("customers", customers, FEWEST_CUSTOMERS);
  const enough = scarce === undefined;
  const against = given ? null : span(reference);
  const found = { largest, clusterPValues, notices, past, warnings, against, enough };
  if (scarce !== undefined) {
    const values = { samples: minSamples, because: scarce };
    return {
      ...found,
      drifted: [],
      because: english(scarce),
      warnings: [{ key: "drift.undecided", values }],
    };
  }
  const drifted = driftedVariables({
    largest,
    stability: () =>
      mix.variables.map(({ variable, counts }) => ({ variable, psi: windowPsi(counts, windows) })),
    tests: () => tests,
  }, threshold);
  if (largest.judged) {
    const weeks = against === null ? "in the given reference" : `in ${against}`;
    return { ...found, drifted, because: moveInWords(largest.moves[0]!, largest, weeks) };
  }
  const because =
    `there are too few past weeks to know what is usual (${largest.pastMoves} past moves, ` +
    `4 are needed), and ` +
    (drifted.length > 0
      ? `${drifted.join(", ")} differs beyond chance and by a stability index of ` +
        `${EFFECT_FLOOR} or more`
      : `no variable differs both beyond chance and by a stability index of ${EFFECT_FLOOR} or more`);
  return { ...found, drifted, because };
}

/** Says that one of the windows has too few to compare. */
function scarcity(
  what: "purchases" | "customers",
  [reference, recent]: [number, number],
  least: number,
): Message | undefined {
  if (Math.min(reference, recent) >= least) return undefined;
  return { key: "drift.scarce", values: { what, reference, recent, least } };
}

/** Customers who bought in each of the windows. */
function customersOf(
  { purchases }: PurchaseMix,
  reference: WeekRange,
  recent: WeekRange,
): [number, number] {
  const count = ({ from, to }: WeekRange) => {
    const inRange = (_: number, row: number) =>
      purchases.week[row]! >= from && purchases.week[row]! <= to;
    return new Set(purchases.customer.filter(inRange)).size;
  };
  return [count(reference), count(recent)];
}

/** Purchases of the two windows. */
function purchasesOf(
  { purchases }: PurchaseMix,
  reference: WeekRange,
  recent: WeekRange,
): [number, number] {
  const count = ({ from, to }: WeekRange) =>
    purchases.week.reduce((sum, week) => sum + (week >= from && week <= to ? 1 : 0), 0);
  return [count(reference), count(recent)];
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

function windowPsi(counts: number[][], { reference, recent }: Windows): number {
  const add = (from: number, to: number) =>
    counts[0]!.map((_, j) => counts.slice(from, to + 1).reduce((sum, week) => sum + week[j]!, 0));
  return mixStability(
    add(reference.from, reference.to),
    add(recent.from, recent.to),
  );
}
