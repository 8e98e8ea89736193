import { fitKBins } from "../../features/encoders/k_bins.ts";
import { chiSquareContingency } from "../../stats/chi_square_contingency.ts";
import { cramersV } from "../../stats/cramers_v.ts";
import { ksTwoSample } from "../../stats/kolmogorov_smirnov.ts";
import { populationStabilityIndex } from "../../stats/population_stability_index.ts";
import type { CategoricalColumn, Column, NumericColumn } from "../../table/column_table.ts";
import type { DriftVariable } from "../describe/drift_report.ts";

/** The measures of a variable, before the decision. */
export type MeasuredVariable = Omit<DriftVariable, "drifted" | "verdict">;

/**
 * Compares one variable's values in two tables: Kolmogorov–Smirnov test for numbers, chi-square
 * test for categories (those of both sides, by name). Missing values are left out. A variable is
 * not tested if it is absent on one side, of different kinds, infinite, or has fewer than
 * `minSamples` values on either side; the result gives the reason.
 */
export function measureVariable(
  name: string,
  reference: Column | undefined,
  current: Column | undefined,
  { minSamples }: { minSamples: number },
): MeasuredVariable {
  const kind = (current ?? reference)?.kind ?? "numeric";
  const untested = (why: string): MeasuredVariable => ({
    name,
    kind,
    test: kind === "numeric" ? "kolmogorov_smirnov" : "chi_square",
    tested: false,
    why_not_tested: why,
    statistic: null,
    p_value: null,
    n_reference: reference ? present(reference) : 0,
    n_current: current ? present(current) : 0,
    effect_size: null,
    effect_name: kind === "numeric" ? "ks_distance" : "cramers_v",
    psi: null,
  });
  if (!reference) return untested(`it is absent from the reference${current ? "" : " and now"}`);
  if (!current) return untested("it is absent now");
  if (reference.kind !== current.kind) {
    return untested(`it was ${reference.kind} in the reference and is ${current.kind} now`);
  }
  const nReference = present(reference), nCurrent = present(current);
  const fewer = Math.min(nReference, nCurrent);
  if (fewer < Math.max(1, minSamples)) {
    const where = nReference < nCurrent ? "in the reference" : "now";
    return untested(`it has ${fewer} values ${where}, fewer than ${minSamples}`);
  }
  const common = { name, tested: true, n_reference: nReference, n_current: nCurrent };
  if (reference.kind === "numeric" && current.kind === "numeric") {
    const before = presentValues(reference), now = presentValues(current);
    if (hasInfinity(before) || hasInfinity(now)) return untested("it has infinite values");
    const { statistic, pValue } = ksTwoSample(before, now);
    return {
      ...common,
      kind: "numeric",
      test: "kolmogorov_smirnov",
      statistic,
      p_value: pValue,
      effect_size: statistic,
      effect_name: "ks_distance",
      psi: decilePsi(before, now),
    };
  }
  const counts = commonCounts(reference as CategoricalColumn, current as CategoricalColumn);
  const { statistic, pValue, degreesOfFreedom } = chiSquareContingency(counts);
  return {
    ...common,
    kind: "categorical",
    test: "chi_square",
    statistic,
    p_value: pValue,
    degrees_of_freedom: degreesOfFreedom,
    effect_size: cramersV(counts),
    effect_name: "cramers_v",
    psi: populationStabilityIndex(counts[0]!, counts[1]!),
  };
}

function present(column: Column): number {
  let count = 0;
  if (column.kind === "numeric") {
    for (const value of column.values) if (value === value) count++;
  } else {
    for (const code of column.codes) if (code >= 0) count++;
  }
  return count;
}

function presentValues(column: NumericColumn): Float64Array {
  const { values } = column;
  const count = present(column);
  // no missing value, so no copy
  if (values instanceof Float64Array && count === values.length) return values;
  const kept = new Float64Array(count);
  let at = 0;
  for (const value of values) if (value === value) kept[at++] = value;
  return kept;
}

function hasInfinity(values: Float64Array): boolean {
  for (const value of values) if (value === Infinity || value === -Infinity) return true;
  return false;
}

/** Counts of the categories of either side, reference first. */
function commonCounts(reference: CategoricalColumn, current: CategoricalColumn): number[][] {
  const positionOf = new Map<string, number>();
  const counts: number[][] = [[], []];
  [reference, current].forEach(({ codes, categories }, side) => {
    const byCode = new Float64Array(categories.length);
    for (const code of codes) if (code >= 0) byCode[code]!++;
    byCode.forEach((count, code) => {
      if (count === 0) return;
      const text = categories[code]!;
      let position = positionOf.get(text);
      if (position === undefined) {
        positionOf.set(text, position = positionOf.size);
        counts.forEach((row) => row.push(0));
      }
      counts[side]![position]! += count;
    });
  });
  return counts;
}

/** At most about this many values choose the bins: sorting more would take most of the time. */
const MAX_FITTED = 200_000;

/**
 * The stability index over bins between the reference's deciles, those of a sample if it is long.
 */
function decilePsi(reference: Float64Array, current: Float64Array): number {
  const stride = Math.ceil(reference.length / MAX_FITTED);
  const fitted = stride === 1
    ? reference
    : Float64Array.from({ length: Math.floor(reference.length / stride) }, (_, i) =>
      reference[i * stride]!);
  const { edges } = fitKBins(fitted);
  const counts = (values: Float64Array) => {
    const perBin = new Array<number>(edges.length + 1).fill(0);
    for (const value of values) {
      let bin = 0;
      while (bin < edges.length && value >= edges[bin]!) bin++;
      perBin[bin]!++;
    }
    return perBin;
  };
  return populationStabilityIndex(counts(reference), counts(current));
}
