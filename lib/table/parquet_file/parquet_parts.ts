import pl from "nodejs-polars";
import { releaseMemory } from "../release_memory.ts";
import { nativeWrite } from "./native_write.ts";
import { scanParquet } from "./scan_parquet.ts";

/**
 * Writes one parquet file from many frames with the same columns, one in memory at a time: each
 * frame becomes a part file next to the path, and polars streams the parts into the file in order.
 * The full matrix as one eager frame peaks at 3.3 GiB for 12 weeks; this way at 0.7 GiB for 24.
 *
 * @param frames at least one.
 * @returns the number of rows.
 */
export async function writeParquetParts(
  path: string,
  frames: Iterable<pl.DataFrame>,
): Promise<number> {
  const folder = `${path}.parts`;
  // a killed process left it
  await removeIfThere(folder);
  await Deno.mkdir(folder);
  try {
    const parts: pl.LazyDataFrame[] = [];
    let rows = 0;
    for (const frame of frames) {
      const part = `${folder}/${parts.length}.parquet`;
      await nativeWrite(part, () => frame.writeParquet(part, { compression: "uncompressed" }));
      parts.push(scanParquet(part));
      rows += frame.height;
      await releaseMemory();
    }
    const whole = pl.concat(parts).sinkParquet(path, { compression: "zstd", maintainOrder: true });
    await nativeWrite(path, () => whole.collect());
    return rows;
  } finally {
    // if it was moved or deleted meanwhile, that is the first error
    await removeIfThere(folder);
  }
}

async function removeIfThere(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
