import assert from "node:assert/strict";
import { random } from "../../lib/stats/random.ts";

Deno.test("below() draws all numbers equally often, even if their count is close to 2³²", () => {
  // without rejection, half of the draws would be from the first third
  const n = 3 * 2 ** 30, { below } = random(1);
  let first = 0;
  for (let i = 0; i < 9000; i++) if (below(n) < 2 ** 30) first++;
  // 3,000 expected, with a standard deviation of 45
  assert.ok(Math.abs(first - 3000) < 250, `${first}`);
});
