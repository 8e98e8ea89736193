import pl from "nodejs-polars";
import { idSeries } from "../table/id_column.ts";
import { frameFromTable } from "../table/parquet.ts";
import type { Entities } from "../table/sales_data.ts";
import { attributeLabel } from "./tables/attribute_label.ts";
import { splitConstant } from "./tables/constant_columns.ts";
import { formatColumn } from "./format_column.ts";
import type { Frame, PlainTable } from "./views.ts";
import { scanParquet } from "../table/parquet_file/scan_parquet.ts";

/** The first rows of a parquet file; no others are read. */
export async function firstRows(path: string, rows: number): Promise<Frame> {
  return await scanParquet(path).limit(rows).collect();
}

/**
 * The first rows of a frame side by side, with a line for each of its columns: a table of many
 * columns fits on a page. Columns with one value in all of them are in `constant`, as a sentence.
 */
export function sideBySide(frame: Frame, rows: number): PlainTable & { constant: string } {
  const records = frame.head(rows).toRecords();
  const { varying, constant } = splitConstant(frame.columns.map((column) => ({
    name: attributeLabel(column),
    texts: formatColumn(column, records.map((record) => record[column])).texts,
  })));
  return {
    columns: ["column", ...records.map((_, i) => `row ${i + 1}`)],
    rows: varying.map(({ name, texts }) => [name, ...texts]),
    constant,
  };
}

/** Customers or products as a frame, their ids first, attributes with their units. */
export function entitiesFrame({ ids, columns }: Entities, idName: string): Frame {
  const labelled = columns.map((column) => ({ ...column, name: attributeLabel(column.name) }));
  const attributes = frameFromTable({ length: ids.length, columns: labelled });
  return pl.DataFrame([idSeries(idName, ids), ...attributes.getColumns()]);
}
