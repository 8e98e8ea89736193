import assert from "node:assert/strict";
import { binLike } from "../../lib/forest/binning/bin_like.ts";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import { meanInLogOdds } from "../../lib/forest/log_odds.ts";
import { FIRST_BOOSTING } from "../../lib/model/boosting_settings.ts";
import { boostingUnits, fitBoosting } from "../../lib/model/fit_boosting.ts";
import type { TrainingSet } from "../../lib/model/fit_forest.ts";
import type { Unit, Units } from "../../lib/model/units.ts";
import { random } from "../../lib/stats/random.ts";
import { simulateTable } from "../forest/simulate_table.ts";

const { table, labels } = simulateTable(900, 4);
const SET: TrainingSet = {
  preprocessing: null,
  labels,
  groupings: [],
  binned: await binTable(table),
  table: null,
};
const SETTINGS = { ...FIRST_BOOSTING, n_estimators: 12, min_child_weight: 1 };
const SEEDS = [5, random(5, 1).uint32(), random(5, 2).uint32()];

Deno.test("a bag is the mean of fits with other seeds", async () => {
  const members = await Promise.all(
    SEEDS.map((seed) => fitBoosting(SET, { ...SETTINGS, n_bags: 1 }, { seed, workers: 1 })),
  );
  assert.notDeepEqual(members[0], members[1]);
  const bag = await fitBoosting(SET, { ...SETTINGS, n_bags: 3 }, { seed: 5, workers: 2 });
  assert.deepEqual(bag, meanInLogOdds(members));
});

Deno.test("held rows set the rounds of every fit of a bag", async () => {
  const noise = simulateTable(900, 6);
  const binned = binLike(SET.binned!.features, noise.table);
  const held = { binned, labels: noise.labels.toReversed() };
  const settings = { ...SETTINGS, n_estimators: 200, n_bags: 2 };
  const bag = await fitBoosting(SET, settings, { seed: 5, workers: 1, held });
  const rounds = (bag.offsets.length - 1) / 2;
  assert.ok(Number.isInteger(rounds) && rounds < 200);
  const fixed = { ...settings, n_estimators: rounds };
  assert.deepEqual(bag, await fitBoosting(SET, fixed, { seed: 5, workers: 1 }));
});

Deno.test("a bag that is begun before the first is stored has as many rounds, and stops once it is", async () => {
  const noise = simulateTable(900, 6);
  const binned = binLike(SET.binned!.features, noise.table);
  const held = { binned, labels: noise.labels.toReversed() };
  const settings = { ...SETTINGS, n_estimators: 100, n_bags: 2 };
  const first = await fitBoosting(SET, { ...settings, n_bags: 1 }, { seed: 5, workers: 1, held });
  const rounds = first.offsets.length - 1;
  const expected = await fitBoosting(
    SET,
    { ...settings, n_estimators: rounds, n_bags: 1 },
    { seed: SEEDS[1]!, workers: 1 },
  );
  for (const storedAfter of [0, rounds - 1, rounds + 5, Infinity]) {
    let trained = 0;
    const find = ({ name }: Unit<unknown>) =>
      name.includes("bag-0") && trained >= storedAfter ? first : undefined;
    const [, second] = boostingUnits(SET, settings, {
      seed: 5,
      workers: 1,
      held,
      units: { share: () => Promise.resolve(), find: find as Units["find"] },
      onProgress: () => void trained++,
    });
    assert.deepEqual(await second!.make(), expected);
    if (storedAfter < Infinity) assert.equal(trained, Math.max(rounds, storedAfter));
  }
});
