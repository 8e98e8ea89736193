/**
 * Constants of node_histogram.ts and node_entries.shared.as.ts. This file is valid TypeScript and
 * AssemblyScript, so it contains integer constants only.
 */

/** Lower bits of an entry: the index of its row. The upper 5 are the number of its draws. */
export const ROW_BITS = 27;
export const ROW_MASK = (1 << ROW_BITS) - 1;

/** One row in a packed count; the number of draws stays below it. */
export const ROW_UNIT = 1 << 26;

/** Rows counted at a time: their addresses and weights stay in the first-level cache. */
export const BLOCK = 512;

/** Bytes of a counted row: u32 address of its bins, f64 weight at 8. */
export const PLACE_BYTES = 16;
