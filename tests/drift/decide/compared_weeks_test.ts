import assert from "node:assert/strict";
import { comparedWeeks } from "../../../lib/drift/decide/compared_weeks.ts";

const CASES: [to: number, reference: [number, number]][] = [
  [19, [16, 19]],
  [14, [11, 14]],
  [11, [10, 11]], // no week before the data
  [20, [16, 19]], // never the newest itself
  [99, [16, 19]],
  [9, [16, 19]],
];
for (const [to, [from, end]] of CASES) {
  Deno.test(`of weeks 10 to 20, a model of week ${to} is compared with ${from} to ${end}`, () => {
    assert.deepEqual(comparedWeeks({ first: 10, last: 20, to }), {
      reference: { from, to: end },
      recent: { from: 20, to: 20 },
    });
  });
}
