import assert from "node:assert/strict";
import type { BacktestRecord } from "../../lib/evaluation/backtest.ts";
import { hasOtherSeed, nameWithSeed, seedNoise } from "../../lib/evaluation/seed_noise.ts";

const record = (model: string, week: string, average_precision: number) =>
  ({ model, week, average_precision }) as BacktestRecord;

Deno.test("noise is the spread of the means over the weeks, one mean per seed", () => {
  const names = ["forest", nameWithSeed("forest", 8), nameWithSeed("forest", 9)];
  assert.deepEqual(names.map(hasOtherSeed), [false, true, true]);
  const records = names.flatMap((name, i) => [
    record(name, "2024-W01", 0.5 + 0.01 * i),
    record(name, "2024-W02", 0.7 + 0.03 * i),
  ]);
  const [noise, ...others] = seedNoise([...records, record("decay", "2024-W01", 0.4)]);
  assert.deepEqual(others, []);
  assert.equal(noise!.model, "forest");
  assert.equal(noise!.seeds, 3);
  for (
    const [found, expected] of [
      [noise!.mean, 0.62],
      [noise!.low, 0.6],
      [noise!.high, 0.64],
      [noise!.deviation, 0.02],
    ]
  ) assert.ok(Math.abs(found! - expected!) < 1e-12);
});
