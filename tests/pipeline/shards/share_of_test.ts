import assert from "node:assert/strict";
import fc from "fast-check";
import { shareOf } from "../../../lib/pipeline/shards/share_of.ts";

Deno.test("each block with rows is in one share, in order, and shares differ by one block at most", () => {
  const rows = fc.array(fc.nat(20), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (sizes, of) => {
      const blocks = sizes.map((rows, place) => ({ rows, place }));
      const shares = Array.from({ length: of }, (_, i) => shareOf(blocks, { number: i + 1, of }));
      assert.deepEqual(shares.flat(), blocks.filter(({ rows }) => rows > 0));
      const total = sizes.reduce((sum, one) => sum + one);
      for (const share of shares) {
        const sum = share.reduce((sum, { rows }) => sum + rows, 0);
        assert(Math.abs(sum - total / of) <= Math.max(...sizes));
      }
    }),
  );
});
