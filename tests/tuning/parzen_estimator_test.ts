import assert from "node:assert/strict";
import oracle from "../oracles/parzen.json" with { type: "json" };
import { parzenEstimator } from "../../lib/tuning/parzen_estimator.ts";
import { drawPoint, logDensity } from "../../lib/tuning/product_mixture.ts";
import type { SearchSpace } from "../../lib/tuning/search_space.ts";
import { random } from "../../lib/stats/random.ts";

for (const { name, space, seen, points, log_density } of oracle.cases) {
  Deno.test(`parzenEstimator() matches Optuna's densities: ${name}`, () => {
    const found = logDensity(parzenEstimator(space as SearchSpace, seen), points);
    found.forEach((value, i) => {
      const expected = log_density[i]!;
      assert(Math.abs(value - expected) < 1e-9, `${points[i]}: ${value} for ${expected}`);
    });
  });
}

/** Values of a range with their probabilities; the centres of 2,000 slices if it has no steps. */
function chances({ kind, low, high, log, step, values }: Record<string, unknown>) {
  if (kind === "choice") return (values as string[]).map((_, index) => ({ x: index, width: 1 }));
  const from = Number(low), to = Number(high), by = Number(step ?? (kind === "int" ? 1 : 0));
  if (by > 0) {
    const steps = Math.round((to - from) / by) + 1;
    return Array.from({ length: steps }, (_, i) => ({ x: from + i * by, width: 1 }));
  }
  const scale = (v: number) => log ? Math.log(v) : v, back = (v: number) => log ? Math.exp(v) : v;
  const width = (scale(to) - scale(from)) / 2000;
  return Array.from(
    { length: 2000 },
    (_, i) => ({ x: back(scale(from) + (i + 0.5) * width), width }),
  );
}

for (
  const { name, space, seen } of oracle.cases.filter(({ name }) => /^[^,]*, 9 seen/.test(name))
) {
  const [range, ...others] = Object.values(space);
  if (others.length > 0) continue;
  Deno.test(`points drawn from a Parzen estimator follow its density: ${name}`, () => {
    const estimator = parzenEstimator(space as SearchSpace, seen);
    const places = chances(range as Record<string, unknown>);
    const density = logDensity(estimator, places.map(({ x }) => [x]));
    const mass = places.map(({ width }, i) => width * Math.exp(density[i]!));
    assert(Math.abs(mass.reduce((sum, p) => sum + p) - 1) < 1e-4);
    const stream = random(1), size = 4000;
    const drawn = Float64Array.from({ length: size }, () => drawPoint(estimator, stream)[0]!)
      .sort();
    // largest distance of the distributions: at most 1.95/√n in 999 of 1,000 cases
    let below = 0, expected = 0, largest = 0;
    places.forEach(({ x, width }, i) => {
      expected += mass[i]!;
      const end = width === 1 ? x + 1e-9 : (x + (places[i + 1]?.x ?? Infinity)) / 2;
      while (below < size && drawn[below]! <= end) below++;
      largest = Math.max(largest, Math.abs(below / size - expected));
    });
    assert.equal(below, size);
    assert(largest < 1.95 / Math.sqrt(size), `${largest}`);
  });
}
