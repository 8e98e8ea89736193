import type { CategoricalColumn, ColumnTable, NumericColumn } from "../table/column_table.ts";
import { UserError } from "../user_error.ts";
import type { EnsembleFeature } from "./tree_ensemble.ts";

/**
 * Finds the table's column for each feature by name. Categories get the order of the feature's, and
 * unknown ones become missing. A column that already has this order is returned without a copy.
 *
 * @throws UserError if a column is missing or of another kind.
 */
export function matchColumns(
  table: ColumnTable,
  features: EnsembleFeature[],
): (NumericColumn | CategoricalColumn)[] {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const missing = features.filter(({ name, kind }) => byName.get(name)?.kind !== kind);
  if (missing.length > 0) {
    throw new UserError(
      `feature mismatch: the model needs ${features.length} columns, of which the table lacks ` +
        missing.map(({ name, kind }) => `${name} (${kind})`).join(", ") +
        `. Use the model with the features it was trained on, or train again.`,
    );
  }
  return features.map((feature) => {
    const column = byName.get(feature.name)!;
    if (column.kind === "numeric" || feature.kind === "numeric") return column;
    const inOrder = column.categories.length === feature.categories.length &&
      column.categories.every((category, c) => category === feature.categories[c]);
    if (inOrder) return column;
    const known = new Map(feature.categories.map((category, index) => [category, index]));
    const indices = column.categories.map((category) => known.get(category) ?? -1);
    const codes = column.codes.map((code) => code < 0 ? -1 : indices[code]!);
    return { ...column, codes, categories: feature.categories };
  });
}
