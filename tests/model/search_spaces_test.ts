import assert from "node:assert/strict";
import { random } from "../../lib/stats/random.ts";
import { drawSettings } from "../../lib/tuning/random_sampler.ts";
import { FIRST_SETTINGS, forestSettings, SEARCH_SPACES } from "../../lib/model/search_spaces.ts";

const PRESETS = ["default", "original"] as const;

Deno.test("a search starts within its own space, with every setting named there", () => {
  for (const preset of PRESETS) {
    for (const [name, range] of Object.entries(SEARCH_SPACES[preset])) {
      assert(range.kind !== "choice");
      const first = FIRST_SETTINGS[preset][name as keyof typeof FIRST_SETTINGS.default];
      assert(first >= range.low && first <= range.high, `${preset} ${name}: ${first}`);
      if (range.kind === "int") assert(Number.isInteger(first), name);
    }
  }
});

Deno.test("what a search draws are full settings that a forest can be grown with", () => {
  for (const preset of PRESETS) {
    for (let trial = 0; trial < 50; trial++) {
      const settings = forestSettings(
        preset,
        drawSettings(SEARCH_SPACES[preset], random(0, trial)),
      );
      assert.deepEqual(Object.keys(settings).sort(), Object.keys(FIRST_SETTINGS[preset]).sort());
      assert(Object.values(settings).every((value) => Number.isFinite(value) && value > 0));
      assert(settings.max_features <= 1 && settings.min_samples_split >= 2);
    }
  }
});

Deno.test("the original's trees are 50, 100 or 150, as its search had them", () => {
  const trees = new Set<unknown>();
  for (let trial = 0; trial < 60; trial++) {
    trees.add(drawSettings(SEARCH_SPACES.original, random(1, trial))["n_estimators"]);
  }
  assert.deepEqual([...trees].sort(), [100, 150, 50]);
});

Deno.test("searches start where they were measured to do well", () => {
  assert.deepEqual(FIRST_SETTINGS, {
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
