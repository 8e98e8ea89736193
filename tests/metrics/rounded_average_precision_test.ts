import assert from "node:assert/strict";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { roundedAveragePrecision } from "../../lib/metrics/rounded_average_precision.ts";
import { random } from "../../lib/stats/random.ts";

const { normal, uniform } = random(31);
const labels = Uint8Array.from({ length: 20_000 }, () => Number(uniform() < 0.05));
const logOdds = Float64Array.from(labels, (label) => 2.5 * label - 4 + 1.5 * normal());

Deno.test("average precision of rounded log-odds equals that of the same values, rounded before", () => {
  const rounded = logOdds.map((value) => Math.round(value * 2048) / 2048);
  const expected = averagePrecision(labels, rounded);
  assert.ok(Math.abs(roundedAveragePrecision(labels, logOdds) - expected) < 1e-12);
});

Deno.test("rounding log-odds hardly changes average precision", () => {
  const exact = averagePrecision(labels, logOdds);
  assert.ok(exact > 0.3);
  assert.ok(Math.abs(roundedAveragePrecision(labels, logOdds) - exact) < 2e-4);
});

Deno.test("log-odds beyond 16 are equal, and no positive gives 0", () => {
  const ap = roundedAveragePrecision(Uint8Array.of(1, 0, 1), Float64Array.of(17, 40, -99));
  assert.equal(ap, (1 / 2 + 2 / 3) / 2);
  assert.equal(roundedAveragePrecision(Uint8Array.of(0, 0), Float64Array.of(1, -1)), 0);
  assert.equal(roundedAveragePrecision(new Uint8Array(), new Float64Array()), 0);
});
