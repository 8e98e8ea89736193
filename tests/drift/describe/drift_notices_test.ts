import assert from "node:assert/strict";
import { notice } from "../../../lib/drift/describe/drift_notices.ts";

/** The notice that compares the newest week's purchases with the four weeks before. */
function purchases(...weeks: number[]): string {
  const last = weeks.length - 1;
  const chart = { name: "purchases", numerators: weeks, denominators: weeks.map(() => 1) };
  return notice(chart, {
    reference: { from: last - 4, to: last - 1 },
    recent: { from: last, to: last },
  }, 0.05).text;
}

Deno.test("the percentage is the change between the two displayed numbers", () => {
  assert.match(purchases(452, 452, 452, 452, 0), /^purchases 0, before that 452 \(−100 %\):/);
  assert.match(purchases(100, 100, 100, 100, 150), /^purchases 150, before that 100 \(\+50 %\):/);
  assert.match(purchases(200, 200, 200, 200, 199), /^purchases 199, before that 200 \(−1 %\):/);
});

Deno.test("a change from 0 has no percentage", () => {
  assert.match(purchases(0, 0, 0, 0, 0), /^purchases 0, before that 0:/);
  assert.match(purchases(0, 0, 0, 0, 7), /^purchases 7, before that 0:/);
});

Deno.test("a change in percent is that of the numbers shown beside it", () => {
  const chart = (level: number) => ({
    name: "purchases",
    numerators: [3, 3, 3, 5, level],
    denominators: [1, 1, 1, 1, 1],
  });
  const windows = { reference: { from: 0, to: 3 }, recent: { from: 4, to: 4 } };
  // the mean before is 3.5
  assert.match(notice(chart(4), windows, 0.05).text, /^purchases 4, before that 4 \(\+0 %\)/);
  assert.match(notice(chart(2), windows, 0.05).text, /^purchases 2, before that 4 \(−50 %\)/);
});

Deno.test("the change of a share is in percentage points", () => {
  const chart = (share: number) => ({
    name: "share_of_new_pairs",
    numerators: [15, 15, 15, 15, share],
    denominators: Array(5).fill(100),
  });
  const windows = { reference: { from: 0, to: 3 }, recent: { from: 4, to: 4 } };
  const text = (share: number) => notice(chart(share), windows, 0.05).text;
  assert.match(text(18), / 18\.0 %, before that 15\.0 % \(\+3\.0 percentage points\):/);
  assert.match(text(14), / \(−1\.0 percentage points\):/);
});
