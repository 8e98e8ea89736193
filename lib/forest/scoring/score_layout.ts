/**
 * What score_block.ts writes to memory and score_tree.as.ts reads there. This file is both TypeScript
 * and AssemblyScript: integer constants only.
 */

/** Rows side by side: the bytes of a vector. A step waits 16 cycles for its loads, which 16 rows fill. */
export const LANES = 16;

/** Levels whose questions are answered together: a fifth one costs as much as it saves. */
export const TOP_LEVELS = 4;

/** Bytes of a question in the top of a tree: the column's address among the codes, then the limit. */
export const QUESTION_BYTES = 8;

/** Address in the top of a tree of the nodes that the answers lead to. */
export const STARTS_AT = ((1 << TOP_LEVELS) - 1) * QUESTION_BYTES;

/** Bytes of the top of a tree. */
export const TOP_BYTES = STARTS_AT + 4 * (1 << TOP_LEVELS);
