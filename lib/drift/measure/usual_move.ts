/** A ratio by week, such as a brand's purchases over all purchases: one entry a week, oldest first. */
export interface WeeklyRatio {
  name: string;
  numerators: number[];
  denominators: number[];
}

/** Fewer past moves do not say what is usual. */
export const MIN_PAST_MOVES = 4;

/** Positions in the weekly series, both ends included. */
export interface WeekSpan {
  /** The first position. */
  from: number;
  /** The last position. */
  to: number;
}

/** The two windows that are compared; `recent` lies after `reference`. */
export interface Windows {
  /** What is compared with. */
  reference: WeekSpan;
  /** What is compared. */
  recent: WeekSpan;
}

/** A ratio's move from one window to the other, against its own usual moves. */
export interface UsualMove {
  /** The ratio in the reference window. */
  reference: number;
  /** The ratio in the recent window. */
  recent: number;
  /** ln(recent / reference). */
  move: number;
  /** Root mean square of the moves of the past; NaN where there is none. */
  usual: number;
  /** |move| / usual. */
  score: number;
  /** m, the number of past moves. */
  pastMoves: number;
}

/**
 * How far a weekly ratio moved between two windows, in units of its usual move: both windows are
 * shifted back week by week, as far as the series goes and from where the recent one no longer meets
 * itself, and each shift gives one move of the past. The exchangeable unit of a weekly pipeline is
 * the week, so its past weeks, not its rows, say what is ordinary.
 *
 * Numerators count half an event more, so that a window without any has a logarithm. Where a window's
 * denominators are all 0, as in weeks when nobody could order, there is no move: NaN now, no entry in
 * the past.
 *
 * Assumes that weekly moves are exchangeable over the past, apart from chance. A reference that stays
 * where it was makes the lag grow, and the past moves are taken at the same lag. Four past moves are
 * the fewest to judge by.
 *
 * @param options.given counts to take for the reference window of now, in place of the series' own.
 *
 * @example
 * ```ts
 * import { usualMove } from "./usual_move.ts";
 * import assert from "node:assert/strict";
 *
 * const share = { name: "A", numerators: [50, 51, 49, 50, 99], denominators: Array(5).fill(100) };
 * const last = { reference: { from: 3, to: 3 }, recent: { from: 4, to: 4 } };
 * const { score, pastMoves } = usualMove(share, last);
 * assert.equal(pastMoves, 3);
 * assert.ok(score > 20);
 * ```
 */
export function usualMove(
  ratio: WeeklyRatio,
  { reference, recent }: Windows,
  { given }: { given?: { numerator: number; denominator: number } | undefined } = {},
): UsualMove {
  const level = ({ from, to }: WeekSpan, shift: number, extra = 0.5) => {
    let numerator = extra, denominator = 0;
    for (let week = from - shift; week <= to - shift; week++) {
      numerator += ratio.numerators[week]!;
      denominator += ratio.denominators[week]!;
    }
    return denominator > 0 ? numerator / denominator : NaN;
  };
  const before = (extra?: number) =>
    given ? (given.numerator + (extra ?? 0.5)) / given.denominator : level(reference, 0, extra);
  const moveAt = (shift: number) =>
    Math.log(level(recent, shift) / (shift === 0 ? before() : level(reference, shift)));
  let squares = 0, pastMoves = 0;
  for (let shift = recent.to - recent.from + 1; shift <= reference.from; shift++) {
    const past = moveAt(shift);
    if (Number.isNaN(past)) continue;
    squares += past ** 2;
    pastMoves++;
  }
  const move = moveAt(0), usual = Math.sqrt(squares / pastMoves);
  const score = move === 0 ? 0 : Math.abs(move) / usual;
  return {
    reference: before(0),
    recent: level(recent, 0, 0),
    move,
    usual,
    score,
    pastMoves,
  };
}
