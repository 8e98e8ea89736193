import assert from "node:assert/strict";
import fc from "fast-check";
import { shareOf } from "../../../lib/pipeline/shards/share_of.ts";

Deno.test("each block that costs something is in one share, in order, and shares differ by one block at most", () => {
  const costs = fc.array(fc.nat(20), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(costs, fc.integer({ min: 1, max: 7 }), (sizes, of) => {
      const blocks = sizes.map((cost, place) => ({ cost, place }));
      const shares = Array.from({ length: of }, (_, i) => shareOf(blocks, { number: i + 1, of }));
      assert.deepEqual(shares.flat(), blocks.filter(({ cost }) => cost > 0));
      const total = sizes.reduce((sum, one) => sum + one);
      for (const share of shares) {
        const sum = share.reduce((sum, { cost }) => sum + cost, 0);
        assert(Math.abs(sum - total / of) <= Math.max(...sizes));
      }
    }),
  );
});
