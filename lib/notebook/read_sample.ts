import { type LabelledRows, pickRows, rowsFromFrame } from "../features/pairs/labelled_rows.ts";
import { samplePlaces } from "../features/pairs/sample_places.ts";
import { TEXT_FEATURES } from "../features/static_features.ts";
import { scanParquet } from "../table/parquet_file/scan_parquet.ts";

/** Columns that are not features. */
const KEYS = ["customer_id", "product_id", "week"], TARGET = "comprado";

/** The names of the features in a file of labelled rows, such as `train.parquet`. */
export async function featureNames(path: string): Promise<string[]> {
  const { columns } = await scanParquet(path).limit(0).collect();
  return columns.filter((name) => name !== TARGET && !KEYS.includes(name));
}

/**
 * Reads a uniform sample of the rows of a file of labelled rows, in their order.
 *
 * @param options.rows size of the sample; all rows if there are fewer.
 * @param options.features names of the features to read; all by default.
 * @param options.among reads only this many rows from the beginning, which saves memory if all
 *   features of a large file are read; all rows by default.
 */
export async function readSample(
  path: string,
  { rows, features, among, seed = 0 }: {
    rows: number;
    features?: string[];
    among?: number;
    seed?: number;
  },
): Promise<LabelledRows> {
  const names = features ?? await featureNames(path);
  const scan = scanParquet(path);
  const frame = await (among === undefined ? scan : scan.limit(among))
    .select(...KEYS, ...names, TARGET).collect();
  const texts = TEXT_FEATURES.filter((name) => names.includes(name));
  const all = rowsFromFrame(frame, texts);
  return pickRows(all, samplePlaces(all.length, rows, seed));
}
