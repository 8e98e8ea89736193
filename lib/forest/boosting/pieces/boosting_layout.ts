/**
 * Memory layout of boosting: constants that its TypeScript and AssemblyScript files share. This file
 * is valid in both languages, so it contains integer constants only.
 */

/** Records that a piece of work draws, sums, marks or moves at most. */
export const PIECE_ROWS = 8192;

/** A row of a tree: u32 address of its bins, u32 index of the row, i64 packed derivatives. */
export const RECORD_BYTES = 16;

/**
 * The slots whose codes are in one place: u32 addresses of the first slot, of the first one in which
 * plain rows have the same code, and of the end; then for groups of rows u32 address of each row's
 * group, u32 address of the groups' codes and u32 bytes per group.
 */
export const PART_BYTES = 24;

/** A feature of a tree: u32 offset in the codes of its part, u32 offset in a histogram, u32 bins, u32 kind. */
export const SLOT_BYTES = 16;

/** Kinds of a slot: its lower two bits. The bits above hold the code that plain rows have. */
export const NUMERIC = 0;
export const CATEGORICAL = 1;
/** Makes the number of slots a multiple of four. */
export const UNUSED = 2;

/** The best split of a slot: f64 gain, i32 bin or −1, u32 whether missing goes left, i64 left sums. */
export const SPLIT_BYTES = 24;

/** Bin of a split between all numbers and the missing ones. */
export const ALL_NUMBERS = 254;

/**
 * A node of a tree as it scores rows: u32 feature, u32 address of the left child, which the right one
 * follows, f64 value, and u8 `first` and u8 `span` of its split: codes from `first` to `first + span`
 * go left. A leaf is its own left child, and all codes go left.
 */
export const NODE_BYTES = 24;

/** Codes of a bin: 0 is missing, bin `b` is `b + 1`. */
export const CODES = 256;
