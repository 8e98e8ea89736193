/**
 * Memory layout of leaf_shares.ts and add_shares.as.ts. This file is valid TypeScript and
 * AssemblyScript, so it contains integer constants only.
 */

/** Maximum number of features in a path: bits of a pattern. */
export const MAX_PATH_FEATURES = 31;

/** Maximum number of rows, and of patterns, per call. */
export const MAX_ROWS = 256;

/** Maximum number of vectors: ⌈31 / 2⌉ Gauss nodes, two per vector. */
export const MAX_VECTORS = 8;

/** Bytes between the shares of two patterns. */
export const SHARES_STEP = 8 * (MAX_PATH_FEATURES + 1);

/** Address of the weights of the Gauss nodes. */
export const WEIGHTS_AT = 0;

/** Address of the table of factors and shares. */
export const TABLE_AT = WEIGHTS_AT + 16 * MAX_VECTORS;

/** Address of the patterns. */
export const PATTERNS_AT = TABLE_AT + MAX_PATH_FEATURES * 2 * 32 * MAX_VECTORS;

/** Address of the shares of the patterns. */
export const SHARES_AT = PATTERNS_AT + 4 * MAX_ROWS;

/** Address of the address of each row's shares. */
export const ROW_SHARES_AT = SHARES_AT + SHARES_STEP * MAX_ROWS;

/** Address of the features' offsets in a row of sums. */
export const FEATURES_AT = ROW_SHARES_AT + 4 * MAX_ROWS;

/** Address of the sums. */
export const SUMS_AT = FEATURES_AT + 4 * (MAX_PATH_FEATURES + 1);
