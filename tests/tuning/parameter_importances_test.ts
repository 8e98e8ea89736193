import assert from "node:assert/strict";
import oracle from "../oracles/importances.json" with { type: "json" };
import { random } from "../../lib/stats/random.ts";
import { parameterImportances } from "../../lib/tuning/parameter_importances.ts";
import type { SearchSpace, Settings } from "../../lib/tuning/search_space.ts";
import { optimize } from "../../lib/tuning/study.ts";
import { tpeSampler } from "../../lib/tuning/tpe_sampler.ts";
import type { Trial } from "../../lib/tuning/trial.ts";

const SPACE: SearchSpace = {
  depth: { kind: "int", low: 2, high: 9 },
  leaf: { kind: "int", low: 1, high: 200, log: true },
  share: { kind: "float", low: 0.1, high: 0.9 },
  step: { kind: "float", low: 0, high: 1, step: 0.25 },
  rate: { kind: "float", low: 1e-4, high: 1, log: true },
  kind: { kind: "choice", values: ["gini", "entropy", "log_loss"] },
  one: { kind: "int", low: 3, high: 3 },
};

const NOISE: SearchSpace = {
  depth: { kind: "int", low: 3, high: 10 },
  weight: { kind: "float", low: 1, high: 100, log: true },
  penalty: { kind: "float", low: 0.1, high: 30, log: true },
};

function complete(settings: Settings, value: number, number: number): Trial {
  return { number, state: "complete", settings, value, reported: [], attributes: {} };
}

for (const { name, trials, importances } of oracle.cases) {
  Deno.test(`parameterImportances() equals Optuna's defaults: ${name}`, () => {
    const found = parameterImportances(
      SPACE,
      trials.map(({ settings, value }, i) => complete(settings, value, i)),
    );
    for (const { name, share } of found) {
      const expected = importances[name as keyof typeof importances];
      assert(Math.abs(share - expected) < 1e-9, `${name}: ${share} for ${expected}`);
    }
    assert.equal(found.length, Object.keys(importances).length);
    assert.deepEqual(found, found.toSorted((a, b) => b.share - a.share));
  });
}

Deno.test("parameterImportances() counts complete trials with a finite value only", () => {
  const { trials } = oracle.cases.find(({ name }) => name === "30 trials")!;
  const whole = trials.map(({ settings, value }, i) => complete(settings, value, i));
  const [first, second, third] = whole as [Trial, Trial, Trial];
  const others: Trial[] = [
    { ...first, state: "pruned", value: 100 },
    { ...second, state: "failed", value: null },
    { ...third, value: Infinity },
  ];
  const found = parameterImportances(SPACE, [...others, ...whole]);
  assert.deepEqual(found, parameterImportances(SPACE, whole));
  assert.deepEqual(parameterImportances(SPACE, others), []);
});

Deno.test("in searches of 30 trials, one setting gets most of the importance even if none matters", async () => {
  const shares = await Promise.all(Array.from({ length: 20 }, async (_, seed) => {
    const noise = random(seed, 77);
    const trials = await optimize(NOISE, () => Promise.resolve(noise.normal()), {
      trials: 30,
      sampler: tpeSampler({ seed }),
    });
    return parameterImportances(NOISE, trials)[0]!.share;
  }));
  assert(shares.filter((share) => share > 0.5).length >= 15, `${shares}`);
});
