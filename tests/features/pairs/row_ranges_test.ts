import assert from "node:assert/strict";
import { BLOCK_PAIRS, rowRanges } from "../../../lib/features/pairs/labelled_pairs.ts";

Deno.test("ranges have all rows once, in order, and no more than fit; without rows there is one", () => {
  for (const length of [0, 1, BLOCK_PAIRS, BLOCK_PAIRS + 1, 2 * BLOCK_PAIRS + 5]) {
    const ranges = [...rowRanges(length)];
    assert.equal(ranges.length, Math.max(1, Math.ceil(length / BLOCK_PAIRS)));
    let next = 0;
    for (const [begin, end] of ranges) {
      assert.equal(begin, next);
      assert(end - begin <= BLOCK_PAIRS);
      next = end;
    }
    assert.equal(next, length);
  }
});
