import { openParquet, tableFromFrame } from "../../table/parquet.ts";
import { KEYS, keysFromFrame, TARGET } from "./labelled_rows.ts";
import type { RowSource } from "./row_source.ts";

/**
 * The rows of `train.parquet`, `val.parquet` or `test.parquet`.
 *
 * @param categorical names of the text features.
 * @throws UserError as `readParquet`.
 */
export async function parquetRows(path: string, categorical: string[]): Promise<RowSource> {
  const { columns, read } = await openParquet(path);
  return {
    ...keysFromFrame(read([...KEYS, TARGET])),
    names: columns.filter((name) => ![...KEYS, TARGET].includes(name)),
    read: (names) => tableFromFrame(read(names), { categorical }),
  };
}
