import assert from "node:assert/strict";
import { random } from "../../../lib/stats/random.ts";
import { drawSettings } from "../../../lib/tuning/random_sampler.ts";
import { PRESETS } from "../../../lib/config/presets/presets.ts";
import { SEARCHED_LEARNERS } from "../../../lib/model/model_kinds.ts";

const NAMES = ["default", "original"] as const;
const FOREST = SEARCHED_LEARNERS.random_forest;

Deno.test("a search starts within its space, with every setting of it", () => {
  for (const preset of NAMES) {
    for (const [name, range] of Object.entries(FOREST.space(preset))) {
      assert(range.kind !== "choice");
      const first = FOREST.first(preset)[name]!;
      assert(first >= range.low && first <= range.high, `${preset} ${name}: ${first}`);
      if (range.kind === "int") assert(Number.isInteger(first), name);
    }
  }
});

Deno.test("a search draws complete settings for a forest", () => {
  for (const preset of NAMES) {
    for (let trial = 0; trial < 50; trial++) {
      const settings = FOREST.settings(
        preset,
        drawSettings(FOREST.space(preset), random(0, trial)),
      );
      assert.deepEqual(Object.keys(settings).sort(), Object.keys(FOREST.first(preset)).sort());
      assert(Object.values(settings).every((value) => Number.isFinite(value) && value > 0));
      assert(settings["max_features"]! <= 1 && settings["min_samples_split"]! >= 2);
    }
  }
});

Deno.test("the original preset searches 50, 100 or 150 trees", () => {
  const trees = new Set<unknown>();
  for (let trial = 0; trial < 60; trial++) {
    trees.add(drawSettings(PRESETS.original.search.forest, random(1, trial))["n_estimators"]);
  }
  assert.deepEqual([...trees].sort(), [100, 150, 50]);
});

Deno.test("searches start at the measured settings", () => {
  const first = Object.fromEntries(NAMES.map((name) => [name, FOREST.first(name)]));
  assert.deepEqual(first, {
    default: {
      n_estimators: 100,
      max_depth: 14,
      min_samples_leaf: 20,
      min_samples_split: 2,
      max_features: 0.1,
      max_samples: 0.25,
    },
    original: {
      n_estimators: 100,
      max_depth: 12,
      min_samples_leaf: 5,
      min_samples_split: 2,
      max_features: 0.2,
      max_samples: 1,
    },
  });
});
