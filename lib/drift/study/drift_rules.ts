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
import { populationStabilityIndex } from "../../stats/population_stability_index.ts";
import type { WeekSpan, Windows } from "../measure/usual_move.ts";
import {
  type ClusteredPurchases,
  type ClusterPValue,
  withinCustomerPermutation,
} from "../measure/within_customer_permutation.ts";
import type {
  Attribute,
  PurchaseHistory,
  PurchaseRows,
  WeeklyTallies,
} from "./purchase_history.ts";

/** What a rule decides from. */
export interface DriftCase {
  history: PurchaseHistory;
  tallies: WeeklyTallies;
  windows: Windows;
  threshold: number;
  /** The purchases behind the tallies, for rules that shuffle them. */
  rows: () => PurchaseRows;
  seed: number;
}

/** Permutations of the first question, in a fifth of the time of the pipeline's 999: p < 0.05 is 4.5 %. */
const PERMUTATIONS = 199;

/**
 * The original: any attribute of what was bought with p < threshold, Kolmogorov–Smirnov for numbers
 * and chi-square for texts, every purchase counting as independent.
 */
export function anyPValue({ history, tallies, windows, threshold }: DriftCase): boolean {
  const tests = history.attributes.map((attribute) => {
    const [reference, recent] = [windows.reference, windows.recent].map((span) =>
      countsIn(history, tallies, attribute, span)
    );
    return { name: attribute.name, p_value: pValue(attribute, reference!, recent!) };
  });
  return variablesBelow(tests, threshold).length > 0;
}

/** Each variable's p-value where the week labels are permuted within customers. */
export function firstQuestion({ history, windows, rows, seed }: DriftCase): ClusterPValue[] {
  return withinCustomerPermutation(clustered(history, rows(), windows), {
    reference: positions(windows.reference),
    recent: positions(windows.recent),
  }, { permutations: PERMUTATIONS, seed });
}

/** The first question over all variables at once, by Holm's adjustment. */
export function isReal(drift: DriftCase, tests = firstQuestion(drift)): boolean {
  const adjusted = adjustPValues(tests.map(({ pValue }) => pValue), "holm");
  return adjusted.some((p) => p < drift.threshold);
}

/** The second question: the largest move of a main category against its usual weekly moves. */
export function largestMove({ history, tallies, windows, threshold }: DriftCase) {
  const main = history.attributes.filter(({ name }) => MAIN_VARIABLES.includes(name));
  return largestCategoryMove(
    main.map((attribute) => weeklyCounts(history, tallies, attribute, windows.recent.to + 1)),
    windows,
    { alpha: threshold },
  );
}

/** The whole default decision, by the pipeline's own rule. */
export function defaultDecision(
  drift: DriftCase,
  largest: LargestCategoryMove = largestMove(drift),
): boolean {
  const { history, tallies, windows, threshold } = drift;
  return driftedVariables({
    largest,
    stability: () =>
      history.attributes.filter(({ name }) => MIX_VARIABLES.includes(name)).map((attribute) => ({
        variable: attribute.name,
        psi: populationStabilityIndex(
          countsIn(history, tallies, attribute, windows.reference),
          countsIn(history, tallies, attribute, windows.recent),
        ),
      })),
    tests: () => firstQuestion(drift),
  }, threshold).length > 0;
}

/** The notice of the number of customers who bought; it does not retrain. */
export function activityNotice({ history, tallies, windows, threshold }: DriftCase): boolean {
  const active = Array.from({ length: windows.recent.to + 1 }, (_, week) => {
    let count = 0;
    for (let i = week * history.customers; i < (week + 1) * history.customers; i++) {
      if (tallies.customers[i]! > 0) count++;
    }
    return count;
  });
  const chart = { name: "active", numerators: active, denominators: active.map(() => 1) };
  return judgeChart(chart, windows, threshold).noticed;
}

/** The weeks' counts of an attribute's categories, up to a week. */
function weeklyCounts(
  history: PurchaseHistory,
  tallies: WeeklyTallies,
  attribute: Attribute,
  weeks: number,
): WeeklyCounts {
  const { name: variable, categories } = attribute;
  const counts = Array.from(
    { length: weeks },
    (_, week) => [...countsIn(history, tallies, attribute, { from: week, to: week })],
  );
  return { variable, categories, counts };
}

/** How often each category of an attribute was bought in some weeks. */
function countsIn(
  history: PurchaseHistory,
  tallies: WeeklyTallies,
  { of, codes, categories }: Attribute,
  { from, to }: WeekSpan,
): Float64Array {
  const [bought, width] = of === "customer"
    ? [tallies.customers, history.customers]
    : [tallies.products, history.products];
  const counts = new Float64Array(categories.length);
  for (let week = from; week <= to; week++) {
    for (let i = 0, at = week * width; i < width; i++, at++) {
      if (bought[at]! > 0 && codes[i]! >= 0) counts[codes[i]!]! += bought[at]!;
    }
  }
  return counts;
}

/** As `measureVariable` does it; 1 where one side is empty or all is one value. */
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

/** The purchases of the compared weeks with the codes of the variables of the mix. */
function clustered(
  history: PurchaseHistory,
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
    history.attributes.filter((attribute) => attribute.name === name)
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
