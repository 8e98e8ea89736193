import type { BinnedTable } from "./binning.ts";

/**
 * Bins row by row: feature `f` of row `i` is `bytes[i * stride + f]`. A node of a tree that holds
 * few, scattered rows then loads one cache line a row, where columns need one a feature.
 */
export interface RowMatrix {
  /** On shared memory, to be read by workers. */
  bytes: Uint8Array<SharedArrayBuffer>;
  /** Bytes from one row to the next: a multiple of 4. */
  stride: number;
  length: number;
}

/** Rows turned at a time: 256 rows of 64 bytes stay in the first-level cache. */
const BLOCK = 256;

/** The given rows of a binned table (all without `rows`), row by row. O(rows × features). */
export function rowMatrix(binned: BinnedTable, rows?: Uint32Array | Int32Array): RowMatrix {
  const features = binned.features.length;
  const length = rows?.length ?? binned.length;
  const stride = Math.ceil(features / 4) * 4;
  const bytes = new Uint8Array(new SharedArrayBuffer(length * stride));
  const { bins } = binned;
  for (let begin = 0; begin < length; begin += BLOCK) {
    const end = Math.min(begin + BLOCK, length);
    for (let f = 0; f < features; f++) {
      const column = f * binned.length;
      if (rows) {
        for (let i = begin; i < end; i++) bytes[i * stride + f] = bins[column + rows[i]!]!;
      } else {
        for (let i = begin; i < end; i++) bytes[i * stride + f] = bins[column + i]!;
      }
    }
  }
  return { bytes, stride, length };
}
