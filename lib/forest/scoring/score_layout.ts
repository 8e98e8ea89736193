/**
 * Memory layout of score_block.ts and score_tree.as.ts. This file is valid TypeScript and
 * AssemblyScript, so it contains integer constants only.
 */

/** Rows scored at once: the bytes of a vector. 16 rows fill the 16 cycles of a step's loads. */
export const LANES = 16;

/** Top levels whose splits are all evaluated: a fifth level would cost as much as it saves. */
export const TOP_LEVELS = 4;

/** Bytes per split in the top of a tree: the offset of the code column, then the limit. */
export const SPLIT_BYTES = 8;

/** Offset in the top of a tree of the nodes below its top levels. */
export const STARTS_AT = ((1 << TOP_LEVELS) - 1) * SPLIT_BYTES;

/** Size of the top of a tree in bytes. */
export const TOP_BYTES = STARTS_AT + 4 * (1 << TOP_LEVELS);
