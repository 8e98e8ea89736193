import { MAIN_VARIABLES, MIX_VARIABLES } from "../measure/category_shares.ts";
import { adjustPValues } from "../../stats/adjust_p_values.ts";
import { chiSquareContingency } from "../../stats/chi_square_contingency.ts";
import { ksTwoSample } from "../../stats/kolmogorov_smirnov.ts";
import { variablesBelow } from "../decide/any_p_value.ts";
import { judgeChart } from "../decide/chart_rule.ts";
import { driftedVariables } from "../decide/purchase_rule.ts";
import {
  type LargestCategoryMove,
  largestCategoryMove,
  type WeeklyCounts,
} from "../measure/largest_category_move.ts";
import { mixStability } from "../measure/mix_stability.ts";
import type { WeekSpan, Windows } from "../measure/usual_move.ts";
import {
  type ClusteredPurchases,
  type ClusterPValue,
  withinCustomerPermutation,
} from "../measure/within_customer_permutation.ts";
import type { Attribute, PurchaseRows, StudyPurchases, WeeklyTallies } from "./study_purchases.ts";

/** The input of a rule. */
export interface DriftCase {
  purchases: StudyPurchases;
  tallies: WeeklyTallies;
  windows: Windows;
  threshold: number;
  /** The purchases behind the tallies, for the permutation test. */
  rows: () => PurchaseRows;
  seed: number;
}

/** Permutations, in a fifth of the time of the pipeline's 999: p < 0.05 has a level of 4.5 %. */
const PERMUTATIONS = 199;

/**
 * The original rule on purchases: any attribute with p < threshold, Kolmogorov–Smirnov for numbers
 * and chi-square for texts. It treats purchases as independent.
 */
export function anyPValue({ purchases, tallies, windows, threshold }: DriftCase): boolean {
  const tests = purchases.attributes.map((attribute) => {
    const [reference, recent] = [windows.reference, windows.recent].map((span) =>
      countsIn(purchases, tallies, attribute, span)
    );
    return { name: attribute.name, p_value: pValue(attribute, reference!, recent!) };
  });
  return variablesBelow(tests, threshold).length > 0;
}

/** The permutation test of each variable: week labels permuted within customers. */
export function permutationTests({ purchases, windows, rows, seed }: DriftCase): ClusterPValue[] {
  return withinCustomerPermutation(clustered(purchases, rows(), windows), {
    reference: positions(windows.reference),
    recent: positions(windows.recent),
  }, { permutations: PERMUTATIONS, seed });
}

/** The permutation test over all variables at once, by Holm's adjustment. */
export function isRealDifference(drift: DriftCase, tests = permutationTests(drift)): boolean {
  const adjusted = adjustPValues(tests.map(({ pValue }) => pValue), "holm");
  return adjusted.some((p) => p < drift.threshold);
}

/** The largest category move, in units of its usual weekly move. */
export function largestMove({ purchases, tallies, windows, threshold }: DriftCase) {
  const main = purchases.attributes.filter(({ name }) => MAIN_VARIABLES.includes(name));
  return largestCategoryMove(
    main.map((attribute) => weeklyCounts(purchases, tallies, attribute, windows.recent.to + 1)),
    windows,
    { alpha: threshold },
  );
}

/** The default decision, by the pipeline's own rule. */
export function defaultDecision(
  drift: DriftCase,
  largest: LargestCategoryMove = largestMove(drift),
): boolean {
  const { purchases, tallies, windows, threshold } = drift;
  return driftedVariables({
    largest,
    stability: () =>
      purchases.attributes.filter(({ name }) => MIX_VARIABLES.includes(name)).map((attribute) => ({
        variable: attribute.name,
        psi: mixStability(
          countsIn(purchases, tallies, attribute, windows.reference),
          countsIn(purchases, tallies, attribute, windows.recent),
        ),
      })),
    tests: () => permutationTests(drift),
  }, threshold).length > 0;
}

/** The notice of active customers; it does not retrain. */
export function activityNotice({ purchases, tallies, windows, threshold }: DriftCase): boolean {
  const active = Array.from({ length: windows.recent.to + 1 }, (_, week) => {
    let count = 0;
    for (let i = week * purchases.customers; i < (week + 1) * purchases.customers; i++) {
      if (tallies.customers[i]! > 0) count++;
    }
    return count;
  });
  const chart = { name: "active", numerators: active, denominators: active.map(() => 1) };
  return judgeChart(chart, windows, threshold).noticed;
}

/** Weekly counts of an attribute's categories, for the first `weeks` weeks. */
function weeklyCounts(
  purchases: StudyPurchases,
  tallies: WeeklyTallies,
  attribute: Attribute,
  weeks: number,
): WeeklyCounts {
  const { name: variable, categories } = attribute;
  const counts = Array.from(
    { length: weeks },
    (_, week) => [...countsIn(purchases, tallies, attribute, { from: week, to: week })],
  );
  return { variable, categories, counts };
}

/** Purchases of each category of an attribute in some weeks. */
function countsIn(
  purchases: StudyPurchases,
  tallies: WeeklyTallies,
  { of, codes, categories }: Attribute,
  { from, to }: WeekSpan,
): Float64Array {
  const [bought, width] = of === "customer"
    ? [tallies.customers, purchases.customers]
    : [tallies.products, purchases.products];
  const counts = new Float64Array(categories.length);
  for (let week = from; week <= to; week++) {
    for (let i = 0, at = week * width; i < width; i++, at++) {
      if (bought[at]! > 0 && codes[i]! >= 0) counts[codes[i]!]! += bought[at]!;
    }
  }
  return counts;
}

/** As in `measureVariable`; 1 where one side is empty or there is a single value. */
function pValue({ values }: Attribute, reference: Float64Array, recent: Float64Array): number {
  const seen = [...reference.keys()].filter((j) => reference[j]! + recent[j]! > 0);
  const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0);
  if (seen.length < 2 || sum(reference) === 0 || sum(recent) === 0) return 1;
  const sides = [reference, recent].map((counts) => seen.map((j) => counts[j]!));
  if (!values) return chiSquareContingency(sides).pValue;
  const [before, now] = sides.map((counts) => {
    const sample = new Float64Array(counts.reduce((total, count) => total + count, 0));
    let at = 0;
    counts.forEach((count, i) => sample.fill(values[seen[i]!]!, at, at += count));
    return sample;
  });
  return ksTwoSample(before!, now!).pValue;
}

/** The purchases of the compared weeks with the codes of `MIX_VARIABLES`. */
function clustered(
  purchases: StudyPurchases,
  { week, customer, product }: PurchaseRows,
  { reference, recent }: Windows,
): ClusteredPurchases {
  const compared = [...week.keys()].filter((row) => {
    const at = week[row]!;
    return at >= reference.from && at <= reference.to || at >= recent.from && at <= recent.to;
  });
  const pick = (values: Int32Array) => Int32Array.from(compared, (row) => values[row]!);
  const customers = pick(customer), products = pick(product);
  const variables = MIX_VARIABLES.flatMap((name) =>
    purchases.attributes.filter((attribute) => attribute.name === name)
  ).map(({ name, of, codes, categories }) => ({
    variable: name,
    categories: categories.length,
    codes: (of === "customer" ? customers : products).map((index) => codes[index]!),
  }));
  return { customer: customers, week: pick(week), variables };
}

function positions({ from, to }: WeekSpan): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
