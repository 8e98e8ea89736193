/**
 * The innermost loop of prediction; called by score_block.ts. It is three times as fast as its
 * TypeScript twin (tests/forest/plain_scores.ts), where every load checks bounds and a row
 * evaluates one split at a time.
 *
 * For each 16 rows:
 *
 * 1. All splits of the top 4 levels are evaluated for all rows, each by one comparison of vectors,
 *    and the results on each row's path are selected: 100 instructions for 64 steps.
 * 2. The rows descend the other levels at the same time, one node per step, without a branch. A
 *    step is two dependent loads, about 16 cycles; those of the 16 rows overlap, so that a row's
 *    step takes a nanosecond.
 * 3. The values of the leaves are added to the scores.
 *
 * Layout, by byte address:
 *
 *     codes   u8 per row, column by column; node words hold the offset of their column
 *     top     15 splits (u32 column offset, u32 limit), breadth first, then the 16 nodes below them
 *     node    u32 column offset * 256 + limit; u32 address of the left child, the right one follows
 *     values  f64 per node, at the node's address + toValues
 *     scores  f64 per row
 *
 * A row goes right if its code is above the limit. The child of a leaf is the leaf itself.
 */
import { LANES, STARTS_AT } from "./score_layout.ts";

/** A node has 8 bytes. */
const NODE_BITS = 3;

/** Mask for offsets of 16 addresses of 4 bytes. */
const PLACE_MASK: u32 = 60;

/** Which of 16 rows go right at a split: all bits of a lane are 1 if its row does. */
@inline
function goRight(codes: usize, column: usize, limit: v128): v128 {
  return i8x16.gt_u(v128.load(codes + column), limit);
}

/** The node below the top levels: the lowest byte of `places` is its offset after the splits. */
@inline
function start(top: usize, places: u32): usize {
  return load<u32>(top + (places & PLACE_MASK), STARTS_AT);
}

/** The child for row `k`: the left one, or 8 bytes further if limit − code is negative. */
@inline
function child(node: usize, codes: usize, k: i32): usize {
  const word = load<u32>(node);
  const isRight = ((word & 255) - load<u8>(codes + (word >> 8) + k)) >> 31;
  return (isRight << NODE_BITS) + load<u32>(node, 4);
}

/**
 * Adds the leaf values of one tree to the scores of `rows` rows, a positive multiple of 16.
 *
 * @param depth number of levels below the top 4.
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
    const right0 = goRight(codes, load<u32>(top), v128.load_splat<u8>(top, 4));
    const split1 = goRight(codes, load<u32>(top, 8), v128.load_splat<u8>(top, 12));
    const split2 = goRight(codes, load<u32>(top, 16), v128.load_splat<u8>(top, 20));
    const split3 = goRight(codes, load<u32>(top, 24), v128.load_splat<u8>(top, 28));
    const split4 = goRight(codes, load<u32>(top, 32), v128.load_splat<u8>(top, 36));
    const split5 = goRight(codes, load<u32>(top, 40), v128.load_splat<u8>(top, 44));
    const split6 = goRight(codes, load<u32>(top, 48), v128.load_splat<u8>(top, 52));
    const split7 = goRight(codes, load<u32>(top, 56), v128.load_splat<u8>(top, 60));
    const split8 = goRight(codes, load<u32>(top, 64), v128.load_splat<u8>(top, 68));
    const split9 = goRight(codes, load<u32>(top, 72), v128.load_splat<u8>(top, 76));
    const split10 = goRight(codes, load<u32>(top, 80), v128.load_splat<u8>(top, 84));
    const split11 = goRight(codes, load<u32>(top, 88), v128.load_splat<u8>(top, 92));
    const split12 = goRight(codes, load<u32>(top, 96), v128.load_splat<u8>(top, 100));
    const split13 = goRight(codes, load<u32>(top, 104), v128.load_splat<u8>(top, 108));
    const split14 = goRight(codes, load<u32>(top, 112), v128.load_splat<u8>(top, 116));
    // for each level, the results on the rows' paths
    const right1 = v128.bitselect(split2, split1, right0);
    const right2 = v128.bitselect(
      v128.bitselect(split6, split5, right1),
      v128.bitselect(split4, split3, right1),
      right0,
    );
    const right3 = v128.bitselect(
      v128.bitselect(
        v128.bitselect(split14, split13, right2),
        v128.bitselect(split12, split11, right2),
        right1,
      ),
      v128.bitselect(
        v128.bitselect(split10, split9, right2),
        v128.bitselect(split8, split7, right2),
        right1,
      ),
      right0,
    );
    // the four results are the bits of the offset of the node below the top levels
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
    // four lanes at once, because asc would mask single bytes twice
    const starts0 = <u32> i32x4.extract_lane(starts, 0);
    let node0 = start(top, starts0);
    let node1 = start(top, starts0 >> 8);
    let node2 = start(top, starts0 >> 16);
    let node3 = start(top, starts0 >> 24);
    const starts1 = <u32> i32x4.extract_lane(starts, 1);
    let node4 = start(top, starts1);
    let node5 = start(top, starts1 >> 8);
    let node6 = start(top, starts1 >> 16);
    let node7 = start(top, starts1 >> 24);
    const starts2 = <u32> i32x4.extract_lane(starts, 2);
    let node8 = start(top, starts2);
    let node9 = start(top, starts2 >> 8);
    let node10 = start(top, starts2 >> 16);
    let node11 = start(top, starts2 >> 24);
    const starts3 = <u32> i32x4.extract_lane(starts, 3);
    let node12 = start(top, starts3);
    let node13 = start(top, starts3 >> 8);
    let node14 = start(top, starts3 >> 16);
    let node15 = start(top, starts3 >> 24);
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
