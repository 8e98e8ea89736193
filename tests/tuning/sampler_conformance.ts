import assert from "node:assert/strict";
import { random } from "../../lib/stats/random.ts";
import type { SearchSpace, Settings } from "../../lib/tuning/search_space.ts";
import { optimize } from "../../lib/tuning/study.ts";
import { bestTrial, type Sampler, type Trial } from "../../lib/tuning/trial.ts";

/** One seed; more seeds in the nightly tests. */
const SEEDS = Deno.env.get("SODAI_NIGHTLY") ? [0, 1, 2, 3] : [0];

const SPACE: SearchSpace = {
  depth: { kind: "int", low: 2, high: 6 },
  trees: { kind: "int", low: 50, high: 170, step: 50 },
  leaf: { kind: "int", low: 1, high: 1000, log: true },
  share: { kind: "float", low: 0.1, high: 0.9, step: 0.2 },
  rate: { kind: "float", low: 1e-4, high: 1, log: true },
  shift: { kind: "float", low: -3, high: 3 },
  criterion: { kind: "choice", values: ["gini", "entropy", 7] },
};

/** Best at depth 4, a leaf of 30, a rate of .01 and entropy. */
function quality({ depth, leaf, share, rate, shift, criterion }: Settings): number {
  return -Math.abs(Number(depth) - 4) - Math.abs(Math.log10(Number(leaf) / 30)) - Number(share) -
    Math.abs(Math.log10(Number(rate)) + 2) - Number(shift) ** 2 - (criterion === "entropy" ? 0 : 1);
}

function search(sampler: Sampler, space: SearchSpace, trials: number, seed = 0): Promise<Trial[]> {
  const { uniform } = random(seed, 1);
  return optimize(space, (settings, trial) => {
    // some fail, some are pruned: a sampler must handle both
    if (trial.number % 7 === 3) return Promise.resolve(NaN);
    trial.report(quality(settings));
    return Promise.resolve(quality(settings) + 0.01 * uniform());
  }, { trials, sampler, pruner: (_, earlier) => earlier.length % 5 === 4 });
}

const settingsOf = (trials: Trial[]) => trials.map(({ settings }) => settings);

/**
 * Tests that every sampler must pass, named for the sampler.
 *
 * @param make returns a sampler for a seed.
 */
export function samplerConformance(name: string, make: (seed: number) => Sampler): void {
  Deno.test(`${name} stays within bounds and on steps, with a value for every parameter`, async () => {
    for (const seed of SEEDS) {
      for (const settings of settingsOf(await search(make(seed), SPACE, 60, seed))) {
        assert.deepEqual(Object.keys(settings).sort(), Object.keys(SPACE).sort());
        const { depth, trees, leaf, share, rate, shift, criterion } = settings;
        assert([2, 3, 4, 5, 6].includes(Number(depth)), `depth ${depth}`);
        assert([50, 100, 150].includes(Number(trees)), `trees ${trees}`);
        assert(Number.isInteger(leaf) && Number(leaf) >= 1 && Number(leaf) <= 1000, `leaf ${leaf}`);
        assert([0.1, 0.3, 0.5, 0.7, 0.9].some((step) => Math.abs(step - Number(share)) < 1e-12));
        assert(Number(rate) >= 1e-4 && Number(rate) <= 1, `rate ${rate}`);
        assert(Number(shift) >= -3 && Number(shift) <= 3, `shift ${shift}`);
        assert(["gini", "entropy", 7].includes(criterion!), `criterion ${criterion}`);
      }
    }
  });

  Deno.test(`${name} repeats itself for a seed, and continues from any trial with the same results`, async () => {
    const whole = await search(make(3), SPACE, 40);
    assert.deepEqual(await search(make(3), SPACE, 40), whole);
    assert.notDeepEqual(settingsOf(await search(make(4), SPACE, 40)), settingsOf(whole));
    for (let number = 0; number < whole.length; number++) {
      assert.deepEqual(make(3)(SPACE, whole.slice(0, number), number), whole[number]!.settings);
    }
  });

  Deno.test(`${name} does not change its arguments`, async () => {
    const trials = await search(make(0), SPACE, 20);
    const before = structuredClone([SPACE, trials]);
    make(0)(SPACE, trials, 20);
    assert.deepEqual([SPACE, trials], before);
  });

  Deno.test(`${name} tries every combination of a small space, and continues when all are tried`, async () => {
    const small: SearchSpace = {
      a: { kind: "int", low: 0, high: 2 },
      b: { kind: "choice", values: ["x", "y"] },
    };
    for (const seed of SEEDS) {
      const flat = await optimize(small, () => Promise.resolve(0), {
        trials: 120,
        sampler: make(seed),
      });
      const tried = new Set(settingsOf(flat).map(({ a, b }) => `${a}${b}`));
      assert.equal(tried.size, 6, `seed ${seed}: ${[...tried]}`);
    }
  });

  Deno.test(`${name} covers the whole of every range, logarithmic ones by their logarithm`, async () => {
    const values = (await Promise.all(
      Array.from(
        { length: 20 },
        (_, seed) => optimize(SPACE, () => Promise.resolve(0), { trials: 40, sampler: make(seed) }),
      ),
    )).flatMap(settingsOf);
    const counts = (name: string) => Map.groupBy(values, (settings) => settings[name]);
    for (const [name, choices] of [["depth", 5], ["trees", 3], ["criterion", 3]] as const) {
      const groups = counts(name);
      assert.equal(groups.size, choices, name);
      for (const [value, { length }] of groups) {
        const share = length / values.length;
        assert(share > 0.3 / choices && share < 2.5 / choices, `${name} ${value}: ${share}`);
      }
    }
    const below = (name: string, limit: number) =>
      values.filter((settings) => Number(settings[name]) < limit).length / values.length;
    // all values are equally good, so half lie on either side of the middle
    for (const [name, middle] of [["rate", 1e-2], ["leaf", 31.6], ["shift", 0]] as const) {
      const share = below(name, middle);
      assert(share > 0.4 && share < 0.6, `${name}: ${share} below ${middle}`);
    }
  });

  Deno.test(`${name} returns the only value of a range with one value`, async () => {
    const single: SearchSpace = {
      one: { kind: "int", low: 3, high: 3 },
      two: { kind: "float", low: 0.5, high: 0.5, log: true },
      three: { kind: "choice", values: ["only"] },
      four: { kind: "int", low: 1, high: 2, step: 5 },
    };
    const expected = { one: 3, two: 0.5, three: "only", four: 1 };
    for (
      const space of [single, { ...single, free: { kind: "float", low: 0, high: 1 } } as const]
    ) {
      for (const { free: _, ...fixed } of settingsOf(await search(make(0), space, 30))) {
        assert.deepEqual(fixed, expected);
      }
    }
  });

  Deno.test(`${name} handles equal values, and infinite reports`, async () => {
    for (const value of [0, NaN]) {
      const trials = await optimize(SPACE, () => Promise.resolve(value), {
        trials: 30,
        sampler: make(0),
      });
      assert.equal(trials.length, 30);
      assert(trials.every(({ state }) => state === (value === 0 ? "complete" : "failed")));
    }
  });

  Deno.test(`${name} refuses empty ranges`, () => {
    const refused = (space: SearchSpace, message: RegExp) =>
      assert.throws(() => make(0)(space, [], 0), message);
    refused({ a: { kind: "int", low: 3, high: 2 } }, /^RangeError: a: low 3 above high 2$/);
    refused({ a: { kind: "int", low: 0, high: 2, log: true } }, /logarithmic range starts at 0/);
    refused({ a: { kind: "float", low: 1, high: 2, log: true, step: 0.5 } }, /with steps of 0.5/);
  });

  Deno.test(`${name} finds better settings with more trials`, async () => {
    const best = async (trials: number) => {
      const found = await Promise.all(
        Array.from(
          { length: 10 },
          async (_, seed) => bestTrial(await search(make(seed), SPACE, trials)).value,
        ),
      );
      return found.reduce((sum, value) => sum + value) / found.length;
    };
    assert(await best(60) > await best(8) + 0.5);
  });
}
