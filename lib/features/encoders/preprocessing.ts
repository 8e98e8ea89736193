import { applyKBins, fitKBins, type KBins } from "./k_bins.ts";
import { applyOneHot, fitOneHot, type OneHot } from "./one_hot.ts";
import { applyStandardScaler, fitStandardScaler, type StandardScaler } from "./standard_scaler.ts";
import { applyWinsorizer, fitWinsorizer, type Winsorizer } from "./winsorizer.ts";
import { quantiles } from "../../stats/quantile.ts";
import { NUMERIC_FEATURES } from "../static_features.ts";
import type { CategoricalColumn, Column, ColumnTable } from "../../table/column_table.ts";

/** The numeric columns of each step; every categorical column is encoded. */
export interface PreprocessingSteps {
  /** Missing values become the training median. */
  impute: string[];
  /** Values beyond the 1 % and 99 % quantiles are set to the quantile. */
  winsorize: string[];
  /** Mean 0 and standard deviation 1, after winsorizing. */
  scale: string[];
  /** Ten quantile bins of the imputed values, as an extra categorical column `NAME_bin`. */
  kBins: string[];
}

/** The steps of the original system. */
export const ORIGINAL_STEPS: PreprocessingSteps = {
  impute: NUMERIC_FEATURES,
  winsorize: NUMERIC_FEATURES,
  scale: NUMERIC_FEATURES,
  kBins: ["X", "Y"],
};

/** The steps for the columns that a table has: attributes without any value are left out of it. */
export function stepsFor({ columns }: ColumnTable, steps: PreprocessingSteps): PreprocessingSteps {
  const names = new Set(columns.map(({ name }) => name));
  const present = (list: string[]) => list.filter((name) => names.has(name));
  return {
    impute: present(steps.impute),
    winsorize: present(steps.winsorize),
    scale: present(steps.scale),
    kBins: present(steps.kBins),
  };
}

/** Fitted steps of one numeric column; a step that does not apply is absent. */
export interface NumericPreprocessing {
  /** Kind of the column. */
  kind: "numeric";
  /** Name of the column. */
  name: string;
  /** Replaces missing values. */
  median?: number;
  /** Clips extreme values. */
  winsorizer?: Winsorizer;
  /** Centres and scales. */
  scaler?: StandardScaler;
  /** Assigns values to bins. */
  kBins?: KBins;
}

/** The fitted steps of all columns; plain data that can be stored as JSON. */
export interface Preprocessing {
  /** One per column of the table, in its order. */
  columns: (NumericPreprocessing | { kind: "categorical"; name: string; oneHot: OneHot })[];
}

/** The category of missing values, if training rows had any. */
export const MISSING_CATEGORY = "(missing)";

/**
 * Fits all encoders on training rows.
 *
 * @param table training rows only: fitting on later rows would leak data.
 * @throws RangeError if `steps` name a column that is not a numeric column of the table.
 *
 * @example
 * ```ts
 * import { applyPreprocessing, fitPreprocessing } from "./preprocessing.ts";
 * import assert from "node:assert/strict";
 *
 * const size = { kind: "numeric" as const, name: "size", values: Float64Array.of(1, NaN, 3) };
 * const table = { length: 3, columns: [size] };
 * const steps = { impute: ["size"], winsorize: [], scale: [], kBins: [] };
 * const learned = fitPreprocessing(table, steps);
 * assert.deepEqual(learned.columns, [{ kind: "numeric", name: "size", median: 2 }]);
 * const [filled] = applyPreprocessing(learned, table).columns;
 * assert.deepEqual(filled, { ...size, values: Float64Array.of(1, 2, 3) });
 * ```
 */
export function fitPreprocessing(table: ColumnTable, steps: PreprocessingSteps): Preprocessing {
  const numeric = new Set(table.columns.filter((c) => c.kind === "numeric").map((c) => c.name));
  for (const name of [...steps.impute, ...steps.winsorize, ...steps.scale, ...steps.kBins]) {
    if (!numeric.has(name)) throw new RangeError(`not a numeric column of the table: ${name}`);
  }
  const columns = table.columns.map((column) => {
    const { name } = column;
    if (column.kind === "categorical") {
      return { kind: "categorical" as const, name, oneHot: fitOneHot(withMissing(column)) };
    }
    const learned: NumericPreprocessing = { kind: "numeric", name };
    let values = column.values;
    if (steps.impute.includes(name)) {
      const median = quantiles(values, [0.5])[0]!;
      learned.median = median === median ? median : 0;
      values = imputed(values, learned.median);
    }
    if (steps.kBins.includes(name)) learned.kBins = fitKBins(values);
    if (steps.winsorize.includes(name)) {
      learned.winsorizer = fitWinsorizer(values);
      values = applyWinsorizer(learned.winsorizer, values);
    }
    if (steps.scale.includes(name)) learned.scaler = fitStandardScaler(values);
    return learned;
  });
  return { columns };
}

/**
 * The inputs of the model: numbers imputed, winsorized and scaled; each categorical column recoded
 * to the learned categories (unknown → −1), still one column; the bins of `NAME` in a categorical
 * column `NAME_bin` at the end. Columns are in fitted order; other columns are dropped.
 *
 * @throws RangeError if a fitted column is absent or of another kind.
 */
export function applyPreprocessing(preprocessing: Preprocessing, table: ColumnTable): ColumnTable {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const columns: Column[] = [], bins: Column[] = [];
  for (const learned of preprocessing.columns) {
    const { name } = learned;
    const column = byName.get(name);
    if (column?.kind !== learned.kind) {
      throw new RangeError(
        `expected a ${learned.kind} column ${name}: ${column?.kind ?? "absent"}`,
      );
    }
    if (column.kind === "categorical" && learned.kind === "categorical") {
      columns.push(applyOneHot(learned.oneHot, withMissing(column)));
    } else if (column.kind === "numeric" && learned.kind === "numeric") {
      let values = column.values;
      if (learned.median !== undefined) values = imputed(values, learned.median);
      if (learned.kBins) bins.push(binColumn(`${name}_bin`, learned.kBins, values));
      if (learned.winsorizer) values = applyWinsorizer(learned.winsorizer, values);
      if (learned.scaler) values = applyStandardScaler(learned.scaler, values);
      columns.push({ kind: "numeric", name, values });
    }
  }
  return { length: table.length, columns: [...columns, ...bins] };
}

function imputed(values: Float32Array | Float64Array, median: number): Float64Array {
  return Float64Array.from(values, (value) => value === value ? value : median);
}

/** The column with missing values as a separate category. */
function withMissing(column: CategoricalColumn): CategoricalColumn {
  if (!column.codes.includes(-1)) return column;
  const missing = column.categories.length;
  const codes = column.codes.map((code) => code < 0 ? missing : code);
  return { ...column, codes, categories: [...column.categories, MISSING_CATEGORY] };
}

function binColumn(
  name: string,
  kBins: KBins,
  values: Float32Array | Float64Array,
): CategoricalColumn {
  const categories = Array.from({ length: kBins.edges.length + 1 }, (_, bin) => String(bin));
  const codes = Int32Array.from(applyKBins(kBins, values), (bin) => bin === bin ? bin : -1);
  return { kind: "categorical", name, codes, categories };
}
