/**
 * The innermost loop of prediction, three times as fast as its twin in TypeScript
 * (tests/forest/plain_scores.ts): there every load checks its bounds, and a row answers one question
 * at a time. Called by score_block.ts.
 *
 * For each 16 rows:
 *
 * 1. All questions of the uppermost 4 levels are answered for all rows, each by one comparison of
 *    vectors, and the answers on each row's own path are selected: 100 instructions for 64 steps.
 * 2. Side by side the rows go down the other levels, a node a step, without a branch. A step is a
 *    chain of two loads, about 16 cycles; the 16 chains overlap, so a row's step takes a nanosecond.
 * 3. The values of the leaves are added to the scores.
 *
 * Layout, by byte address:
 *
 *     codes   a byte a row, column after column; node words hold each column's distance from here
 *     top     15 questions (u32 column, u32 limit), breadth first, then 16 nodes that they lead to
 *     node    u32 column * 256 + limit; u32 address of the left child, which the right one follows
 *     values  f64 a node, as far apart as nodes are: at the node's address + toValues
 *     scores  f64 a row
 *
 * A row goes right where its code is above the limit. Leaves lead to themselves.
 */
import { LANES, QUESTION_BYTES, STARTS_AT } from "./score_layout.ts";

const NODE_BITS = 3; // a node has 8 bytes

/** Answers of 16 rows to question `q`: all bits of a lane are 1 where the row goes right. */
// @ts-ignore: decorator
@inline
function answer(codes: usize, top: usize, q: i32): v128 {
  const own = v128.load(codes + load<u32>(top + QUESTION_BYTES * q));
  return i8x16.gt_u(own, v128.load_splat<u8>(top + (QUESTION_BYTES * q + 4)));
}

/** Of the answers to question `q` and the one after it, those of each row's path. */
// @ts-ignore: decorator
@inline
function answer2(codes: usize, top: usize, q: i32, right: v128): v128 {
  return v128.bitselect(answer(codes, top, q + 1), answer(codes, top, q), right);
}

/** The same of the 4 questions from `q` on, which two answers lead to. */
// @ts-ignore: decorator
@inline
function answer4(codes: usize, top: usize, q: i32, right: v128, right2: v128): v128 {
  return v128.bitselect(
    answer2(codes, top, q + 2, right2),
    answer2(codes, top, q, right2),
    right,
  );
}

/** The node below the uppermost levels that stands at a place in the table of starts. */
// @ts-ignore: decorator
@inline
function start(top: usize, place: u8): usize {
  return load<u32>(top + place, STARTS_AT);
}

/** The child that row `k` goes to: 8 bytes further where limit − code is negative. */
// @ts-ignore: decorator
@inline
function child(node: usize, codes: usize, k: i32): usize {
  const word = load<u32>(node);
  const isRight = ((word & 255) - load<u8>(codes + (word >> 8) + k)) >> 31;
  return (isRight << NODE_BITS) + load<u32>(node, 4);
}

/**
 * Adds the leaf values of one tree to the scores of `rows` rows, a multiple of 16 and not 0.
 *
 * @param depth levels below the uppermost 4.
 */
export function scoreTree(
  codes: usize,
  rows: i32,
  top: usize,
  depth: i32,
  toValues: usize,
  scores: usize,
): void {
  do {
    const right0 = answer(codes, top, 0);
    const right1 = answer2(codes, top, 1, right0);
    const right2 = answer4(codes, top, 3, right0, right1);
    const right3 = v128.bitselect(
      answer4(codes, top, 11, right1, right2),
      answer4(codes, top, 7, right1, right2),
      right0,
    );
    // the four answers are the bits of a start's place, 4 bytes a start
    const starts = v128.or(
      v128.or(
        v128.or(
          v128.and(right0, i8x16.splat(32)),
          v128.and(right1, i8x16.splat(16)),
        ),
        v128.and(right2, i8x16.splat(8)),
      ),
      v128.and(right3, i8x16.splat(4)),
    );
    let node0 = start(top, i8x16.extract_lane_u(starts, 0));
    let node1 = start(top, i8x16.extract_lane_u(starts, 1));
    let node2 = start(top, i8x16.extract_lane_u(starts, 2));
    let node3 = start(top, i8x16.extract_lane_u(starts, 3));
    let node4 = start(top, i8x16.extract_lane_u(starts, 4));
    let node5 = start(top, i8x16.extract_lane_u(starts, 5));
    let node6 = start(top, i8x16.extract_lane_u(starts, 6));
    let node7 = start(top, i8x16.extract_lane_u(starts, 7));
    let node8 = start(top, i8x16.extract_lane_u(starts, 8));
    let node9 = start(top, i8x16.extract_lane_u(starts, 9));
    let node10 = start(top, i8x16.extract_lane_u(starts, 10));
    let node11 = start(top, i8x16.extract_lane_u(starts, 11));
    let node12 = start(top, i8x16.extract_lane_u(starts, 12));
    let node13 = start(top, i8x16.extract_lane_u(starts, 13));
    let node14 = start(top, i8x16.extract_lane_u(starts, 14));
    let node15 = start(top, i8x16.extract_lane_u(starts, 15));
    let left = depth;
    if (left) {
      do {
        node0 = child(node0, codes, 0);
        node1 = child(node1, codes, 1);
        node2 = child(node2, codes, 2);
        node3 = child(node3, codes, 3);
        node4 = child(node4, codes, 4);
        node5 = child(node5, codes, 5);
        node6 = child(node6, codes, 6);
        node7 = child(node7, codes, 7);
        node8 = child(node8, codes, 8);
        node9 = child(node9, codes, 9);
        node10 = child(node10, codes, 10);
        node11 = child(node11, codes, 11);
        node12 = child(node12, codes, 12);
        node13 = child(node13, codes, 13);
        node14 = child(node14, codes, 14);
        node15 = child(node15, codes, 15);
      } while (--left);
    }
    store<f64>(scores, load<f64>(scores) + load<f64>(node0 + toValues));
    store<f64>(scores, load<f64>(scores, 8) + load<f64>(node1 + toValues), 8);
    store<f64>(scores, load<f64>(scores, 16) + load<f64>(node2 + toValues), 16);
    store<f64>(scores, load<f64>(scores, 24) + load<f64>(node3 + toValues), 24);
    store<f64>(scores, load<f64>(scores, 32) + load<f64>(node4 + toValues), 32);
    store<f64>(scores, load<f64>(scores, 40) + load<f64>(node5 + toValues), 40);
    store<f64>(scores, load<f64>(scores, 48) + load<f64>(node6 + toValues), 48);
    store<f64>(scores, load<f64>(scores, 56) + load<f64>(node7 + toValues), 56);
    store<f64>(scores, load<f64>(scores, 64) + load<f64>(node8 + toValues), 64);
    store<f64>(scores, load<f64>(scores, 72) + load<f64>(node9 + toValues), 72);
    store<f64>(scores, load<f64>(scores, 80) + load<f64>(node10 + toValues), 80);
    store<f64>(scores, load<f64>(scores, 88) + load<f64>(node11 + toValues), 88);
    store<f64>(scores, load<f64>(scores, 96) + load<f64>(node12 + toValues), 96);
    store<f64>(scores, load<f64>(scores, 104) + load<f64>(node13 + toValues), 104);
    store<f64>(scores, load<f64>(scores, 112) + load<f64>(node14 + toValues), 112);
    store<f64>(scores, load<f64>(scores, 120) + load<f64>(node15 + toValues), 120);
    codes += LANES;
    scores += 8 * LANES;
    rows -= LANES;
  } while (rows);
}
