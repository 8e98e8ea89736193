import { runStep } from "../../../workers/crew.ts";
import { boostingPieces, type BoostingTask, COUNT, PIECE, VALUE } from "./boosting_pieces.ts";

/** Collects the pieces of a step and does them with the crew. */
export interface Steps {
  /** Adds a piece, which is its kind and its arguments; returns its number in the step. */
  add(...line: number[]): number;
  /** Adds a piece with a number that is not an integer. */
  addWithValue(value: number, ...line: number[]): void;
  /** Does all pieces that were added; this thread begins with `first`. */
  run(first?: () => void): void;
  /** How many records a piece of the last step marked. */
  marked(piece: number): number;
}

/** Steps of at most `most` pieces. */
export function boostingSteps(task: BoostingTask, most: number): Steps {
  const { memory, at, control } = task;
  const pieces = new Uint32Array(memory.buffer, at.pieces, most * PIECE);
  const values = new Float64Array(memory.buffer, at.pieces, most * PIECE / 2);
  const work = boostingPieces(task);
  let added = 0;
  const add = (...line: number[]) => {
    pieces.set(line, added * PIECE);
    return added++;
  };
  return {
    add,
    addWithValue: (value, ...line) => void (values[add(...line) * PIECE / 2 + VALUE] = value),
    run(first) {
      runStep(control, added, work, first);
      added = 0;
    },
    marked: (piece) => pieces[piece * PIECE + COUNT]!,
  };
}
