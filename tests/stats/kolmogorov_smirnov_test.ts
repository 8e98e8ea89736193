import assert from "node:assert/strict";
import { kolmogorovTail } from "../../lib/stats/kolmogorov_distribution.ts";
import { ksTwoSample } from "../../lib/stats/kolmogorov_smirnov.ts";

Deno.test("beyond 10,000 values the p-value is Kolmogorov's limit, at the rounded effective size", () => {
  const a = Float64Array.from({ length: 12_001 }, (_, i) => i);
  const b = Float64Array.from({ length: 8_000 }, (_, i) => 1.5 * i + 60);
  const { statistic, pValue } = ksTwoSample(a, b);
  assert.ok(statistic > 0.004 && statistic < 0.01);
  // 12001 × 8000 / 20001 = 4800.16
  assert.equal(pValue, kolmogorovTail(4800, statistic));
  assert.ok(pValue > 0.9 && pValue <= 1);
});
