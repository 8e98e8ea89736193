import assert from "node:assert/strict";
import oracle from "../oracles/importances.json" with { type: "json" };
import { parameterImportances } from "../../lib/tuning/parameter_importances.ts";
import type { SearchSpace, Settings } from "../../lib/tuning/search_space.ts";
import type { Trial } from "../../lib/tuning/trial.ts";

const SPACE: SearchSpace = {
  depth: { kind: "int", low: 2, high: 9 },
  leaf: { kind: "int", low: 1, high: 200, log: true },
  share: { kind: "float", low: 0.1, high: 0.9 },
  step: { kind: "float", low: 0, high: 1, step: 0.25 },
  rate: { kind: "float", low: 1e-4, high: 1, log: true },
  kind: { kind: "choice", values: ["gini", "entropy", "log_loss"] },
};

function complete(settings: Settings, value: number, number: number): Trial {
  return { number, state: "complete", settings, value, reported: [], attributes: {} };
}

for (const { name, target, trials, importances } of oracle.cases) {
  Deno.test(`parameterImportances() matches Optuna: ${name}`, () => {
    const found = parameterImportances(
      SPACE,
      trials.map(({ settings, value }, i) => complete(settings, value, i)),
      { target },
    );
    for (const { name, share } of found) {
      const expected = importances[name as keyof typeof importances];
      assert(Math.abs(share - expected) < 1e-9, `${name}: ${share} for ${expected}`);
    }
    assert.equal(found.length, Object.keys(importances).length);
    assert.deepEqual(found, found.toSorted((a, b) => b.share - a.share));
  });
}

Deno.test("parameterImportances() is empty for few trials, and uniform for equal ones", () => {
  const few = Array.from({ length: 9 }, (_, i) => complete({ share: i / 9 }, i, i));
  assert.deepEqual(parameterImportances({ share: SPACE["share"]! }, few), []);
  const equal = Array.from(
    { length: 12 },
    (_, i) => complete({ share: 0.1 + i / 20, depth: 2 + i % 8, one: 1 }, 0, i),
  );
  const found = parameterImportances({
    share: SPACE["share"]!,
    depth: SPACE["depth"]!,
    one: { kind: "int", low: 1, high: 1 },
  }, equal);
  assert.deepEqual(found.map(({ share }) => share), [0.5, 0.5]);
});
