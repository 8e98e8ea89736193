import assert from "node:assert/strict";
import { batchStart } from "../../lib/tuning/batches.ts";
import { medianPruner } from "../../lib/tuning/median_pruner.ts";
import { randomSampler } from "../../lib/tuning/random_sampler.ts";
import type { SearchSpace } from "../../lib/tuning/search_space.ts";
import { optimize, TrialPruned } from "../../lib/tuning/study.ts";
import { splitTrials, tpeSampler } from "../../lib/tuning/tpe_sampler.ts";
import { bestTrial, type Trial } from "../../lib/tuning/trial.ts";

const SPACE: SearchSpace = { x: { kind: "float", low: 0, high: 1 } };

function trial(number: number, given: Partial<Trial>): Trial {
  return {
    number,
    state: "complete",
    settings: {},
    value: 0,
    reported: [],
    attributes: {},
    ...given,
  };
}

Deno.test("a search starts with the given settings", async () => {
  const trials = await optimize(SPACE, ({ x }) => Promise.resolve(Number(x)), {
    trials: 5,
    sampler: randomSampler(0),
    first: { x: 0.25 },
  });
  assert.deepEqual(trials.map(({ number }) => number), [0, 1, 2, 3, 4]);
  assert.deepEqual(trials[0]!.settings, { x: 0.25 });
  assert.equal(bestTrial(trials).value, Math.max(...trials.map(({ value }) => value!)));
});

Deno.test("trials of a batch are sampled from the trials before it", async () => {
  const seen: number[] = [];
  await optimize(SPACE, () => Promise.resolve(0), {
    trials: 21,
    sampler(space, trials, number) {
      assert(trials.every((trial, i) => trial.number === i));
      seen.push(trials.length);
      return randomSampler(0)(space, trials, number);
    },
    batchStart,
  });
  const of = (start: number, trials: number) => Array<number>(trials).fill(start);
  assert.deepEqual(seen, [...of(0, 10), ...of(10, 5), ...of(15, 5), 20]);
});

Deno.test("the first batch is as long as the sampler draws at random", async () => {
  const trials = await optimize(SPACE, ({ x }) => Promise.resolve(Number(x)), {
    trials: 12,
    sampler: tpeSampler({ seed: 0 }),
    batchStart,
  });
  const random = randomSampler(0),
    later = trials.findIndex(({ number, settings }) =>
      settings["x"] !== random(SPACE, [], number)["x"]
    );
  assert.equal(batchStart(later), later);
  assert.equal(batchStart(later - 1), 0);
});

Deno.test("trials are complete, pruned with their last report, or failed", async () => {
  const trials = await optimize(SPACE, (_, { number, report, note }) => {
    note("trees", 10 + number);
    report(0.5);
    report(0.25);
    if (number === 1) throw new TrialPruned();
    return Promise.resolve(number === 2 ? NaN : 1);
  }, { trials: 3, sampler: randomSampler(0) });
  assert.deepEqual(trials.map(({ state, value }) => [state, value]), [
    ["complete", 1],
    ["pruned", 0.25],
    ["failed", null],
  ]);
  assert.deepEqual(trials[1]!.reported, [{ step: 0, value: 0.5 }, { step: 1, value: 0.25 }]);
  assert.deepEqual(trials[2]!.attributes, { trees: 12 });
  assert.equal(bestTrial(trials).number, 0);
});

Deno.test("any other error of an objective ends the search", async () => {
  const search = optimize(SPACE, () => Promise.reject(new TypeError("a bug")), {
    trials: 3,
    sampler: randomSampler(0),
  });
  await assert.rejects(search, TypeError);
});

Deno.test("bestTrial() throws without a complete trial", () => {
  assert.throws(
    () => bestTrial([trial(0, { state: "failed", value: null })]),
    /found none among 1/,
  );
});

Deno.test("medianPruner() prunes below the median of complete trials at the same step", () => {
  const report = (...values: number[]) => values.map((value, step) => ({ step, value }));
  const earlier = [0.5, 0.6, 0.7, 0.8].map((value, i) =>
    trial(i, { reported: report(value, value + 0.1) })
  );
  earlier.push(trial(4, { state: "pruned", reported: report(0.1) }));
  const prune = medianPruner({ startupTrials: 4 });
  assert.equal(prune(report(0.64), earlier), true);
  assert.equal(prune(report(0.65), earlier), false);
  // the best report counts, against the others' at the same step
  assert.equal(prune(report(0.74, 0.1), earlier), true);
  assert.equal(prune(report(0.75, 0.1), earlier), false);
  assert.equal(prune(report(NaN), earlier), true);
  assert.equal(medianPruner()(report(0.1), earlier), false, "5 complete trials come first");
  assert.equal(medianPruner({ startupTrials: 1, warmupSteps: 1 })(report(0.1), earlier), false);
  assert.equal(medianPruner({ startupTrials: 0 })(report(0.1), []), false);
});

Deno.test("splitTrials() ranks complete trials first, then by steps, then by value", () => {
  const pruned = (number: number, step: number, value: number) =>
    trial(number, { state: "pruned", value, reported: [{ step, value }] });
  const trials = [
    pruned(0, 0, 9),
    trial(1, { value: 1 }),
    pruned(2, 1, 2),
    trial(3, { value: 3 }),
    pruned(4, 1, 5),
    trial(5, { value: 3 }),
  ];
  const numbers = (count: number) => splitTrials(trials, count).good.map(({ number }) => number);
  assert.deepEqual(numbers(1), [3]);
  assert.deepEqual(numbers(3), [1, 3, 5]);
  assert.deepEqual(numbers(4), [1, 3, 4, 5]);
  assert.deepEqual(numbers(5), [1, 2, 3, 4, 5]);
  assert.deepEqual(splitTrials(trials, 2).others.map(({ number }) => number), [0, 1, 2, 4]);
});

Deno.test("the first of equally good trials is the best", () => {
  const trial = (number: number, value: number) => ({
    number,
    state: "complete" as const,
    settings: {},
    value,
    reported: [],
    attributes: {},
  });
  assert.equal(bestTrial([trial(0, 0.4), trial(1, 0.5), trial(2, 0.5)]).number, 1);
});
