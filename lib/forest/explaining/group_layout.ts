/**
 * Memory layout of explain_groups.ts and group_shares.as.ts. This file is valid TypeScript and
 * AssemblyScript, so it contains integer constants only.
 */

/** Rows handled at once: the bytes of a vector. */
export const GROUP_LANES = 16;

/**
 * Rows explained together: the shares of a leaf are computed once for all of them. Their sums and
 * the patterns of two children, 40 kB, stay in the first-level cache.
 */
export const GROUP_ROWS = 2_048;

/** Groups of features. */
export const GROUPS = 4;

/** Patterns of a row: which groups' conditions of a path it meets. */
export const PATTERNS = 1 << GROUPS;
