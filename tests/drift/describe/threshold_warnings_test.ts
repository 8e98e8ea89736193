import assert from "node:assert/strict";
import { thresholdWarnings } from "../../../lib/drift/describe/threshold_warnings.ts";
import { english } from "../../../lib/language/english.ts";

function warnings(judged: number, alarms: number, reach = 50): string[] {
  const largest = { moves: [], categories: 9, pastMoves: 20, limit: 4, alarm: false, judged: true };
  const past = { judged, alarms, reach };
  const sizes = { threshold: 0.05, variables: 7, permutations: 999 };
  return thresholdWarnings({ largest, past, ...sizes }).map(english);
}

Deno.test("a warning says that the rule alarms too often: in a third of eight or more weeks", () => {
  assert.match(warnings(9, 3)[0]!, /alarms too often .* 3 of 9/);
  assert.deepEqual(warnings(9, 2), []);
  assert.deepEqual(warnings(7, 7), []);
  assert.equal(warnings(8, 3).length, 1);
});

Deno.test("a warning says that no loss can reach the limit", () => {
  assert.match(warnings(20, 0, 4)[0]!, /can never alarm/);
  assert.deepEqual(warnings(20, 0, 4.1), []);
});
