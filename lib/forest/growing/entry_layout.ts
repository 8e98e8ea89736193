/**
 * Memory layout of growing a forest: constants that its TypeScript and AssemblyScript files share.
 * This file is valid in both languages, so it contains integer constants only.
 *
 * An entry is a row in the tree's sample: its index in the lower 27 bits, the number of its draws in
 * the upper 5. A packed count holds two numbers in an i64, rows × 2³² + draws, so that each row costs
 * one addition.
 */

/** Lower bits of an entry: the index of its row. The upper 5 are the number of its draws. */
export const ROW_BITS = 27;
export const ROW_MASK = (1 << ROW_BITS) - 1;

/** Draws of a row at most. */
export const MAX_DRAWS = 31;

/** Rows counted at a time: their addresses and weights stay in the first-level cache. */
export const BLOCK = 512;

/** Bytes of a counted row: u32 address of its bins, i64 packed count at 8. */
export const PLACE_BYTES = 16;

/** The bin of missing values. */
export const MISSING = 255;

/** Bytes of a class in a histogram: a packed count per bin. */
export const CLASS_BYTES = 2048;

/**
 * Bytes from one feature's histogram to the next: class 1, class 0, and 64 unused. At distances of a
 * multiple of 4096 a load waits for a store to another histogram at the same place: the counting
 * takes 20 % longer where most rows have the same bin.
 */
export const HISTOGRAM_BYTES = 4160;

/** A candidate: u32 slot of its feature, i32 category or −1. */
export const CANDIDATE_BYTES = 8;

/**
 * The best split: f64 impurity, i32 candidate, i32 bin, u32 whether missing values go left, u32 draws
 * of class 1 and of class 0 on the left.
 */
export const SPLIT_BYTES = 32;
