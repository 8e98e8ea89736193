import assert from "node:assert/strict";
import {
  largestCategoryMove,
  type WeeklyCounts,
} from "../../../lib/drift/measure/largest_category_move.ts";
import { pastAlarms } from "../../../lib/drift/measure/past_alarms.ts";
import { random } from "../../../lib/stats/random.ts";

function weeklyCounts(weeks: number, seed = 1): WeeklyCounts {
  const { normal } = random(seed);
  const counts = Array.from(
    { length: weeks },
    () => [0.5, 0.3, 0.2].map((share) => Math.round(1000 * share * Math.exp(0.05 * normal()))),
  );
  return { variable: "brand", categories: ["A", "B", "C"], counts };
}
const windows = (last: number) => ({
  reference: { from: last - 4, to: last - 1 },
  recent: { from: last, to: last },
});

Deno.test("pastAlarms() judges each past week by the weeks before it", () => {
  const series = weeklyCounts(24);
  series.counts[15] = [100, 600, 200];
  const { judged, alarms } = pastAlarms([series], windows(23), { alpha: 0.05 });
  let expected = 0;
  for (let week = 8; week < 23; week++) {
    const cut = { ...series, counts: series.counts.slice(0, week + 1) };
    const found = largestCategoryMove([cut], windows(week));
    assert.ok(found.judged);
    if (found.alarm) expected++;
  }
  assert.equal(judged, 23 - 8);
  assert.equal(alarms, expected);
  assert.ok(alarms >= 1);
});

Deno.test("the reach is the score of the category whose loss is the largest move", () => {
  const series = weeklyCounts(24);
  const { reach } = pastAlarms([series], windows(23), { alpha: 0.05 });
  const scores = [0, 1, 2].map((lost) => {
    const counts = series.counts.map((row) => [...row]);
    const kept = counts[23]!;
    // its purchases move to another category, so that the total is unchanged
    kept[(lost + 1) % 3]! += kept[lost]!;
    kept[lost] = 0;
    const { moves } = largestCategoryMove([{ ...series, counts }], windows(23));
    return moves.find(({ category }) => category === series.categories[lost])!.score;
  });
  // usualMove() also adds half a purchase to the reference
  assert.ok(Math.abs(reach / Math.max(...scores) - 1) < 1e-3);
});

Deno.test("without four past moves nothing is judged", () => {
  const { judged, alarms } = pastAlarms([weeklyCounts(8)], windows(7), { alpha: 0.05 });
  assert.deepEqual([judged, alarms], [0, 0]);
});
