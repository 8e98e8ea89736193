import assert from "node:assert/strict";
import { judgeChart } from "../../../lib/drift/decide/chart_rule.ts";
import { studentTQuantile } from "../../../lib/stats/student_t_quantile.ts";

const chart = (...weeks: number[]) => ({
  name: "x",
  numerators: weeks,
  denominators: weeks.map(() => 1),
});
const newest = (weeks: number) => ({
  reference: { from: weeks - 2, to: weeks - 2 },
  recent: { from: weeks - 1, to: weeks - 1 },
});

Deno.test("the limit is Student's t at half the level, with one degree of freedom per past move", () => {
  const { limit, pastMoves } = judgeChart(chart(9, 10, 11, 10, 9, 30), newest(6), 0.05);
  assert.equal(pastMoves, 4);
  assert.ok(Math.abs(limit - studentTQuantile(0.975, 4)) < 1e-12);
  assert.ok(Math.abs(limit - 2.776445) < 1e-5);
});

Deno.test("with three past moves nothing is noticed", () => {
  const { limit, noticed } = judgeChart(chart(9, 10, 11, 10, 900), newest(5), 0.05);
  assert.deepEqual([limit, noticed], [NaN, false]);
});
