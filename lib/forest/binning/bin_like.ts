import type { ColumnTable } from "../../table/column_table.ts";
import { binValues, MISSING_BIN } from "./bin_values.ts";
import type { BinnedFeature, BinnedTable } from "./binned_table.ts";
import { indexEdges } from "./edge_index.ts";
import { ensembleFeatures } from "../ensemble_features.ts";
import { matchColumns } from "../match_columns.ts";

/**
 * Bins a table with the edges and categories of another table, so that trees trained on that table
 * can score this one. Categories that the other table does not have count as missing.
 *
 * @throws UserError if a column is missing or of another kind.
 */
export function binLike(features: BinnedFeature[], table: ColumnTable): BinnedTable {
  const { length } = table;
  const bins = new Uint8Array(new SharedArrayBuffer(length * features.length));
  matchColumns(table, ensembleFeatures(features)).forEach((column, f) => {
    const feature = features[f]!;
    const target = bins.subarray(f * length, (f + 1) * length);
    if (column.kind === "categorical") {
      column.codes.forEach((code, i) => (target[i] = code < 0 ? MISSING_BIN : code));
    } else if (feature.kind === "numeric") {
      binValues(column.values, indexEdges(feature.edges), target);
    }
  });
  return { length, features, bins };
}
