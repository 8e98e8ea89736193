import pl from "nodejs-polars";
import { idSeries } from "../table/id_column.ts";
import { frameFromTable } from "../table/parquet.ts";
import type { Entities } from "../table/sales_data.ts";
import type { Frame } from "./views.ts";
import { scanParquet } from "../table/parquet_file/scan_parquet.ts";

/** The first rows of a parquet file; no others are read. */
export async function firstRows(path: string, rows: number): Promise<Frame> {
  return await scanParquet(path).limit(rows).collect();
}

/** Customers or products as a frame, their ids first. */
export function entitiesFrame({ ids, columns }: Entities, idName: string): Frame {
  const attributes = frameFromTable({ length: ids.length, columns });
  return pl.DataFrame([idSeries(idName, ids), ...attributes.getColumns()]);
}
