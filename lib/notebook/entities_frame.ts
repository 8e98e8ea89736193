import pl from "nodejs-polars";
import { frameFromTable } from "../table/parquet.ts";
import type { Entities } from "../table/sales_data.ts";

/** Customers or products as a frame, their ids first, to join with results. */
export function entitiesFrame({ ids, columns }: Entities, idName: string): pl.DataFrame {
  const id = { kind: "numeric" as const, name: idName, values: ids };
  return frameFromTable({ length: ids.length, columns: [id, ...columns] })
    .withColumn(pl.col(idName).cast(pl.Int64));
}
