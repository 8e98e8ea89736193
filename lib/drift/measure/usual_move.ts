/** A ratio by week, such as a brand's share of the purchases: one entry per week, oldest first. */
export interface WeeklyRatio {
  name: string;
  numerators: number[];
  denominators: number[];
}

/** Fewer past moves are too few to estimate the usual move. */
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
  /** The earlier weeks. */
  reference: WeekSpan;
  /** The later weeks. */
  recent: WeekSpan;
}

/** A ratio's move from one window to the other, and its usual move. */
export interface UsualMove {
  /** The ratio in the reference window. */
  reference: number;
  /** The ratio in the recent window. */
  recent: number;
  /** ln(recent / reference). */
  move: number;
  /** Root mean square of the past moves; NaN where there is none. */
  usual: number;
  /** |move| / usual. */
  score: number;
  /** m, the number of past moves. */
  pastMoves: number;
}

/**
 * How far a weekly ratio moved between two windows, in units of its usual move. Both windows are
 * shifted back week by week, to the start of the series, and each shift where the recent window
 * does not overlap itself gives one past move. The exchangeable unit of a weekly pipeline is the
 * week, so the usual move is estimated from past weeks, not from rows.
 *
 * Half an event is added to numerators, so that a window without events has a logarithm. Where a
 * window's denominators are all 0, as in weeks in which no one could order, there is no move: the
 * current move is NaN, and a past one is left out.
 *
 * Assumes that past weekly moves are exchangeable. If the model in use gets older, the lag between
 * the windows grows, and past moves are taken at the same lag. At least four past moves are needed.
 *
 * @param options.given counts that replace those of the reference window; past moves do not use
 * them.
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
