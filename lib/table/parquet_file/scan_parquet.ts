import { resolve } from "node:path";
import pl from "nodejs-polars";

/**
 * A parquet file of the pipeline as a lazy frame. Polars takes a path for a pattern, so that a run in
 * a folder such as `sales [2024]` would find nothing: here a path is a path.
 */
export function scanParquet(path: string): pl.LazyDataFrame {
  return pl.scanParquet(resolve(path).replace(/[[\]*?]/g, "[$&]"));
}
