import pl from "nodejs-polars";
import { frameFromTable } from "../table/parquet.ts";
import type { Entities } from "../table/sales_data.ts";
import type { Frame } from "./views.ts";

/** The first rows of a parquet file; no others are read. */
export async function firstRows(path: string, rows: number): Promise<Frame> {
  return await pl.scanParquet(path).limit(rows).collect();
}

/** Customers or products as a frame, their ids first. */
export function entitiesFrame({ ids, columns }: Entities, idName: string): Frame {
  const id = { kind: "numeric" as const, name: idName, values: ids };
  return frameFromTable({ length: ids.length, columns: [id, ...columns] })
    .withColumn(pl.col(idName).cast(pl.Int64));
}
