import pl from "nodejs-polars";
import { frameFromTable } from "../table/parquet.ts";
import type { Entities } from "../table/sales_data.ts";

/** A frame of named columns, each a list of values of one type. */
export function frameOf(columns: Record<string, readonly unknown[]>): pl.DataFrame {
  return pl.DataFrame(columns as Record<string, unknown[]>);
}

/** The first rows of a parquet file; no others are read. */
export async function firstRows(path: string, rows: number): Promise<pl.DataFrame> {
  return await pl.scanParquet(path).limit(rows).collect();
}

/** Customers or products as a frame, their ids first, to join with results. */
export function entitiesFrame({ ids, columns }: Entities, idName: string): pl.DataFrame {
  const id = { kind: "numeric" as const, name: idName, values: ids };
  return frameFromTable({ length: ids.length, columns: [id, ...columns] })
    .withColumn(pl.col(idName).cast(pl.Int64));
}
