import type {
  CategoricalColumn,
  Column,
  ColumnTable,
  NumericColumn,
} from "../../table/column_table.ts";

/** The categories of the training rows, ascending. */
export interface OneHot {
  /** One per column of the one-hot form. */
  categories: string[];
}

/**
 * Learns the categories of a column that occur in its rows (its list may have more).
 *
 * @param column training rows only.
 */
export function fitOneHot(column: CategoricalColumn): OneHot {
  const seen = new Set<string>();
  for (const code of new Set(column.codes)) if (code >= 0) seen.add(column.categories[code]!);
  return { categories: [...seen].sort() };
}

/**
 * The column recoded to the learned categories, still one column. Unknown categories and missing
 * values get code −1: all zeros in one-hot form, as scikit-learn's
 * `OneHotEncoder(handle_unknown="ignore")` encodes unknown categories.
 */
export function applyOneHot({ categories }: OneHot, column: CategoricalColumn): CategoricalColumn {
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  const recode = column.categories.map((category) => codeOf.get(category) ?? -1);
  const codes = column.codes.map((code) => code < 0 ? -1 : recode[code]!);
  return { kind: "categorical", name: column.name, codes, categories: [...categories] };
}

/**
 * The table with every categorical column replaced by one 0/1 column per category, named
 * `column=category`, at the same position. Rows with code −1 are zero in all of them.
 *
 * @example
 * ```ts
 * import { expandOneHot } from "./one_hot.ts";
 * import assert from "node:assert/strict";
 *
 * const brand = {
 *   kind: "categorical" as const,
 *   name: "brand",
 *   codes: Int32Array.of(1, 0, -1),
 *   categories: ["A", "B"],
 * };
 * const { columns } = expandOneHot({ length: 3, columns: [brand] });
 * assert.deepEqual(columns.map((column) => column.name), ["brand=A", "brand=B"]);
 * assert.deepEqual([...columns[1]!.values], [1, 0, 0]);
 * ```
 */
export function expandOneHot(table: ColumnTable): { length: number; columns: NumericColumn[] } {
  const indicators = (column: Column): NumericColumn[] => {
    if (column.kind === "numeric") return [column];
    return column.categories.map((category, code) => ({
      kind: "numeric",
      name: `${column.name}=${category}`,
      values: Float32Array.from(column.codes, (other) => other === code ? 1 : 0),
    }));
  };
  return { length: table.length, columns: table.columns.flatMap(indicators) };
}
