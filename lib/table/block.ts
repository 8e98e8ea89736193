import type pl from "nodejs-polars";

/** A part of a table, made when it is needed: other machines may have made it. */
export interface Block<Frame = pl.DataFrame> {
  /** Which rows these are: their part, week and range, such as `2024-W44.0-65536`. */
  name: string;
  /** How long it takes to make, compared with others: its rows, and what precedes them. */
  cost: number;
  make: () => Frame;
}

/** The frames of blocks, one after the other. */
export function* framesOf(blocks: Iterable<Block>): Generator<pl.DataFrame> {
  for (const { make } of blocks) yield make();
}
