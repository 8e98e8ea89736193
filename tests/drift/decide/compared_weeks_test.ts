import assert from "node:assert/strict";
import { comparedWeeks } from "../../../lib/drift/decide/compared_weeks.ts";

const CASES: [to: number, reference: [number, number]][] = [
  [19, [16, 19]],
  [14, [11, 14]],
  [11, [10, 11]], // starts with the first week of the data
  [20, [16, 19]], // does not include the newest week
  [99, [16, 19]],
  [9, [16, 19]],
];
for (const [to, [from, end]] of CASES) {
  Deno.test(`of weeks 10 to 20, a model of week ${to} is compared with ${from} to ${end}`, () => {
    const weeks = Array.from({ length: 11 }, (_, i) => 10 + i);
    assert.deepEqual(comparedWeeks({ weeks, to }), {
      reference: { from, to: end },
      recent: { from: 20, to: 20 },
    });
  });
}

Deno.test("weeks without purchases are left out of the reference, which has four others", () => {
  const weeks = [10, 11, 12, 13, 18, 19, 25];
  assert.deepEqual(comparedWeeks({ weeks, to: 20 }).reference, { from: 12, to: 19 });
  assert.deepEqual(comparedWeeks({ weeks, to: 16 }).reference, { from: 10, to: 13 });
  assert.deepEqual(comparedWeeks({ weeks, to: 9 }).reference, { from: 12, to: 19 });
});
