import assert from "node:assert/strict";
import { random } from "../../lib/stats/random.ts";
import { kindsToSearch, SEARCHED_LEARNERS } from "../../lib/model/model_kinds.ts";
import { drawSettings } from "../../lib/tuning/random_sampler.ts";

const KINDS = Object.entries(SEARCHED_LEARNERS);

for (const preset of ["default", "original"] as const) {
  for (const [kind, { space, first, settings, forTrial }] of KINDS) {
    Deno.test(`${kind}, ${preset} preset: a search starts in its space and draws full settings`, () => {
      const start = first(preset);
      for (const [name, range] of Object.entries(space(preset))) {
        assert(range.kind !== "choice");
        assert(start[name]! >= range.low && start[name]! <= range.high, name);
        if (range.kind === "int") assert(Number.isInteger(start[name]), name);
      }
      for (let trial = 0; trial < 20; trial++) {
        const drawn = settings(preset, drawSettings(space(preset), random(0, trial)));
        assert.deepEqual(Object.keys(drawn).sort(), Object.keys(start).sort());
        const trees = forTrial(preset, drawn)["n_estimators"]!;
        if ("n_estimators" in space(preset)) assert.equal(trees, drawn["n_estimators"]);
        else assert(trees < start["n_estimators"]!);
      }
    });
  }
}

Deno.test("two kinds share the trials, each with at least one", () => {
  const shares = (trials: number) => kindsToSearch("best", "forest", trials).map((k) => k.trials);
  assert.deepEqual(shares(30), [15, 15]);
  assert.deepEqual(shares(5), [3, 2]);
  assert.deepEqual(shares(1), [1, 1]);
  assert.deepEqual(kindsToSearch("gradient_boosting", "forest", 7), [
    { kind: "gradient_boosting", trials: 7 },
  ]);
});

Deno.test("ml-random-forest fits forests only", () => {
  assert.deepEqual(kindsToSearch("best", "ml-random-forest", 4), [
    { kind: "random_forest", trials: 4 },
  ]);
});
