import assert from "node:assert/strict";
import { distributionJson, rangeFromJson } from "../../lib/tuning/distribution_json.ts";
import type { Choice, NumberRange } from "../../lib/tuning/search_space.ts";

const RANGES: [NumberRange | Choice, string][] = [
  [
    { kind: "int", low: 2, high: 9 },
    '{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 2, "high": 9}}',
  ],
  [
    { kind: "int", low: 50, high: 150, step: 50 },
    '{"name": "IntDistribution", "attributes": {"log": false, "step": 50, "low": 50, "high": 150}}',
  ],
  [
    { kind: "int", low: 1, high: 64, log: true },
    '{"name": "IntDistribution", "attributes": {"log": true, "step": 1, "low": 1, "high": 64}}',
  ],
  [
    { kind: "float", low: 0, high: 1, step: 0.25 },
    '{"name": "FloatDistribution", "attributes": {"step": 0.25, "low": 0.0, "high": 1.0, "log": false}}',
  ],
  [
    { kind: "float", low: 0, high: 4, step: 1 },
    '{"name": "FloatDistribution", "attributes": {"step": 1.0, "low": 0.0, "high": 4.0, "log": false}}',
  ],
  [
    { kind: "float", low: 0.5, high: 2 },
    '{"name": "FloatDistribution", "attributes": {"step": null, "low": 0.5, "high": 2.0, "log": false}}',
  ],
  [
    { kind: "choice", values: ["gini", 2] },
    '{"name": "CategoricalDistribution", "attributes": {"choices": ["gini", 2]}}',
  ],
];

for (const [range, text] of RANGES) {
  Deno.test(`a distribution is written as in Optuna and read back: ${text}`, () => {
    assert.equal(distributionJson("x", range), text);
    assert.deepEqual(rangeFromJson(text), range);
  });
}

Deno.test("rangeFromJson() refuses an unknown distribution", () => {
  assert.throws(() => rangeFromJson('{"name": "NormalDistribution", "attributes": {}}'), /Normal/);
});
