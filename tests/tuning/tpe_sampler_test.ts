import assert from "node:assert/strict";
import type { SearchSpace } from "../../lib/tuning/search_space.ts";
import { tpeSampler } from "../../lib/tuning/tpe_sampler.ts";
import type { Trial } from "../../lib/tuning/trial.ts";

const SPACE: SearchSpace = { x: { kind: "float", low: 0, high: 1 } };

function trial(number: number, state: Trial["state"]): Trial {
  const x = (number * 7 % 20) / 20;
  const value = state === "failed" ? null : -((x - 0.3) ** 2);
  return { number, state, settings: { x }, value, reported: [], attributes: {} };
}

Deno.test("TPE learns from complete and pruned trials, and not from failed ones", () => {
  const sampler = tpeSampler({ seed: 1 });
  const complete = Array.from({ length: 14 }, (_, i) => trial(i, "complete"));
  const failed = complete.map(({ number }) => trial(number + 14, "failed"));
  const next = (trials: Trial[]) => sampler(SPACE, trials, 40);
  assert.deepEqual(next([...complete, ...failed]), next(complete));
  const pruned = [14, 15, 16].map((number) => trial(number, "pruned"));
  assert.notDeepEqual(next([...complete, ...pruned]), next(complete));
});

Deno.test("TPE draws at random until ten trials have a value", () => {
  const sampler = tpeSampler({ seed: 1 });
  const few = Array.from({ length: 9 }, (_, i) => trial(i, "complete"));
  assert.deepEqual(sampler(SPACE, few, 9), sampler(SPACE, [], 9));
  assert.notDeepEqual(sampler(SPACE, [...few, trial(9, "complete")], 9), sampler(SPACE, [], 9));
});
