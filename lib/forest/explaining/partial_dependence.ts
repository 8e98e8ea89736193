import { quantiles } from "../../stats/quantile.ts";
import type { Column, ColumnTable } from "../../table/column_table.ts";
import { takeRows } from "../../table/take_rows.ts";

/** The scores of a model as one feature varies and all others keep their values. */
export interface PartialDependence {
  feature: string;
  /** Values tried, ascending; for a categorical feature its categories, most frequent first. */
  grid: number[] | string[];
  /** Mean score over the rows, by grid value: the partial dependence. */
  mean: number[];
  /** Individual conditional expectations: row `i` at grid value `g` is `[i * grid.length + g]`. */
  curves: Float64Array;
}

/**
 * Partial dependence of the score on one feature, which is a mean, and the curves of the single
 * rows. If features are correlated, some of the scored rows cannot occur; the single curves show
 * whether the mean is typical.
 *
 * Source: Friedman (2001), "Greedy function approximation"; Goldstein et al. (2015), "Peeking
 * inside the black box".
 *
 * @param options.weights number of rows of the population that each row represents in the mean.
 * @param options.gridPoints maximum number of values. A numeric grid takes quantiles of the
 *   distinct values in the range, so it is finer where there are more values.
 * @param options.range lowest and highest value of a numeric grid; by default the 1st and 99th
 *   percentile of the table, between which 98 % of its rows are.
 * @param options.predict scores the rows of a table; called once, because a call to workers costs
 *   more than scoring a few thousand rows. `rows` are their rows in `table`: only the feature
 *   differs.
 */
export async function partialDependence(
  table: ColumnTable,
  feature: string,
  { weights, gridPoints = 20, range, predict }: {
    weights?: Float64Array;
    gridPoints?: number;
    range?: readonly [low: number, high: number] | undefined;
    predict: (table: ColumnTable, rows: Int32Array) => Promise<Float64Array>;
  },
): Promise<PartialDependence> {
  const at = table.columns.findIndex((column) => column.name === feature);
  const column = table.columns[at];
  if (!column) throw new Error(`unknown feature: ${feature}`);
  const { grid, fill } = column.kind === "numeric"
    ? numericGrid(column.values, gridPoints, range)
    : categoryGrid(column.codes, column.categories, gridPoints);

  const { length } = table;
  const width = grid.length;
  const curves = new Float64Array(length * width);
  const rows = Int32Array.from(curves, (_, i) => i % length);
  const valueOf = (i: number) => fill[Math.floor(i / length)]!;
  const columns = takeRows(table, rows).columns.with(at, filled(column, rows.length, valueOf));
  const scores = await predict({ length: rows.length, columns }, rows);
  scores.forEach((score, i) => curves[rows[i]! * width + Math.floor(i / length)] = score);

  const mean = new Array<number>(width).fill(0);
  let total = 0;
  for (let row = 0; row < length; row++) {
    const weight = weights ? weights[row]! : 1;
    total += weight;
    for (let g = 0; g < width; g++) mean[g]! += weight * curves[row * width + g]!;
  }
  return { feature, grid, mean: mean.map((sum) => sum / total), curves };
}

function numericGrid(
  values: Float32Array | Float64Array,
  points: number,
  range: readonly number[] = quantiles(values, [0.01, 0.99]),
) {
  const [low, high] = range as [number, number];
  const inside = new Set<number>();
  for (const value of values) if (value >= low && value <= high) inside.add(value);
  const distinct = Float64Array.from(inside).sort();
  const levels = Array.from({ length: points }, (_, i) => points === 1 ? 0.5 : i / (points - 1));
  const fill = distinct.length <= points
    ? [...distinct]
    : [...new Set(quantiles(distinct, levels))];
  return { grid: fill, fill };
}

function categoryGrid(codes: Int32Array, categories: string[], points: number) {
  const counts = new Float64Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const fill = [...counts.keys()].filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, points);
  return { grid: fill.map((code) => categories[code]!), fill };
}

/** The column with other values. */
function filled(column: Column, length: number, valueOf: (row: number) => number): Column {
  const rows = { length };
  return column.kind === "categorical"
    ? { ...column, codes: Int32Array.from(rows, (_, row) => valueOf(row)) }
    : { ...column, values: Float64Array.from(rows, (_, row) => valueOf(row)) };
}
