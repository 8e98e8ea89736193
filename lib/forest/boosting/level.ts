import { PIECE_ROWS } from "./pieces/boosting_layout.ts";

/** A node of the level that is growing. */
export interface LevelNode {
  index: number;
  /** Its records: the first, the first plain one, and the end. */
  begin: number;
  plain: number;
  end: number;
  /** Packed sums of the derivatives. */
  sums: bigint;
  /** Whether it may be split. */
  open: boolean;
  /** Address of its histogram; 0 if it has none. */
  histogram: number;
}

/** A node whose records are summed, and its sibling, which is the rest of their parent. */
export interface Pair {
  summed: LevelNode;
  sibling: LevelNode | null;
}

/** The best split of a node. */
export interface Split {
  node: LevelNode;
  gain: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
  /** Packed sums of the left side. */
  left: bigint;
}

/** First index and end. */
export type Range = [begin: number, end: number];

/** Cuts a range into parts of at most {@linkcode PIECE_ROWS}. */
export function cutRange(begin: number, end: number): Range[] {
  const parts = Math.ceil((end - begin) / PIECE_ROWS);
  const cut = (part: number) => begin + Math.floor((end - begin) * part / parts);
  return Array.from({ length: parts }, (_, part) => [cut(part), cut(part + 1)]);
}
