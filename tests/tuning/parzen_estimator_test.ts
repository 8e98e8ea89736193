import assert from "node:assert/strict";
import oracle from "../oracles/parzen.json" with { type: "json" };
import { parzenEstimator } from "../../lib/tuning/parzen_estimator.ts";
import { drawPoint, logDensity } from "../../lib/tuning/product_mixture.ts";
import type { SearchSpace } from "../../lib/tuning/search_space.ts";
import { random } from "../../lib/stats/random.ts";

for (const { name, space, seen, points, log_density } of oracle.cases) {
  Deno.test(`Parzen estimator, ${name}: the densities that Optuna has`, () => {
    const found = logDensity(parzenEstimator(space as SearchSpace, seen), points);
    found.forEach((value, i) => {
      const expected = log_density[i]!;
      assert(Math.abs(value - expected) < 1e-9, `${points[i]}: ${value} for ${expected}`);
    });
  });
}
