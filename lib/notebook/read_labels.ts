import pl from "nodejs-polars";
import { scanParquet } from "../table/parquet_file/scan_parquet.ts";

/** Counts of one week, from a file with the columns `week` and `comprado`. */
export interface WeekLabels {
  /** ISO name. */
  week: string;
  /** Number of rows. */
  rows: number;
  /** Rows with `comprado` = 1. */
  purchases: number;
}

/** Counts rows and purchases by week, oldest first, without reading the features. */
export async function readLabels(path: string): Promise<WeekLabels[]> {
  const counts = await scanParquet(path).groupBy("week").agg(
    pl.col("comprado").count().cast(pl.Float64).alias("rows"),
    pl.col("comprado").sum().cast(pl.Float64).alias("purchases"),
  ).sort("week").collect();
  return counts.toRecords() as unknown as WeekLabels[];
}
