import assert from "node:assert/strict";
import { featureFamilies } from "../../lib/notebook/feature_families.ts";

Deno.test("featureFamilies() sums features of the same family and keeps attributes separate", () => {
  const families = featureFamilies({
    native_importance: [
      { feature: "product_age", meaning: null, importance: 0.4 },
      { feature: "pair_weeks_4", meaning: null, importance: 0.3 },
      { feature: "pair_age", meaning: null, importance: 0.2 },
      { feature: "num_deliver_per_week", meaning: null, importance: 0.1 },
    ],
  });
  assert.deepEqual(families.map(({ family, features, first }) => [family, features, first]), [
    ["pair", 2, "pair_weeks_4"],
    ["product", 1, "product_age"],
    ["num_deliver_per_week", 1, "num_deliver_per_week"],
  ]);
  assert.equal(families[0]!.importance, 0.5);
  assert.equal(families[2]!.meaning, "the attribute num_deliver_per_week");
});
