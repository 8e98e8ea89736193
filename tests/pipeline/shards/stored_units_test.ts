import fc from "fast-check";
import assert from "node:assert/strict";
import { join } from "node:path";
import { featureSource } from "../../../lib/features/feature_source.ts";
import { includedWeeks } from "../../../lib/features/pairs/included_weeks.ts";
import { concatRows, rowsFromFrame } from "../../../lib/features/pairs/labelled_rows.ts";
import { sourceOf } from "../../../lib/features/pairs/row_source.ts";
import { encodeModelFile } from "../../../lib/model/model.ts";
import type { Unit, Units } from "../../../lib/model/units.ts";
import { inOrderOf, sharedUnits, storedUnits } from "../../../lib/pipeline/shards/stored_units.ts";
import { splitData } from "../../../lib/stages/split_data.ts";
import { trainModel } from "../../../lib/stages/train_model.ts";
import type { TrainOptions } from "../../../lib/stages/training/train_options.ts";
import { trainUnits } from "../../../lib/stages/training/train_units.ts";
import { framesOf } from "../../../lib/table/block.ts";
import { studyJournal } from "../../../lib/tuning/study_journal.ts";
import { cancellationPoint } from "../../../lib/workers/cancellation.ts";
import { randomLines, smallSales } from "../../features/small_sales.ts";

/** Two weeks for validation, so that trials can be pruned after the first. */
const SALES = smallSales(randomLines(21, { count: 600, weeks: 12 }), 12);
const { rates, ...SPLITS } = splitData(
  SALES,
  includedWeeks(SALES, 11),
  featureSource(SALES, "default"),
  { preset: "default", maxRows: 1_000_000, seed: 0 },
);
const read = (part: "train" | "val" | "test") => {
  const rows = concatRows(
    Array.from(framesOf(SPLITS[part]), (frame) => rowsFromFrame(frame, [])),
  );
  return () => Promise.resolve(sourceOf(rows));
};
const INPUT = { train: read("train"), val: read("val"), test: read("test"), rates };

const optionsOf = (given: Partial<TrainOptions>): TrainOptions => ({
  preset: "default",
  model: "best",
  engine: "forest",
  n_trials: 4,
  decision_threshold: "auto",
  seed: 0,
  workers: 1,
  ...given,
});

const NEVER = new AbortController().signal;

/** Everything that training leaves, with the lines of the journal. */
async function learn(given: Partial<TrainOptions>) {
  const lines: string[] = [];
  const study = studyJournal(
    { lines: [], cut: (count) => lines.length = count, append: (more) => void lines.push(...more) },
    { start: new Date(0), attributes: {} },
  );
  const { model, judged, results } = await trainModel(INPUT, { ...optionsOf(given), study });
  return { model: encodeModelFile(model), judged: encodeModelFile(judged), results, lines };
}

/** How many units one of several shards made; it may be killed before one of them. */
async function runShard(
  folder: string,
  given: Partial<TrainOptions>,
  { number, of, killedAt = Infinity }: { number: number; of: number; killedAt?: number },
): Promise<number> {
  let begun = 0;
  const onUnit = () => {
    if (++begun === killedAt) throw new Error("killed");
  };
  const units = sharedUnits(folder, { number, of }, { signal: NEVER, onUnit });
  const work = trainUnits(INPUT, { ...optionsOf(given), units });
  await work.catch((error) => assert.equal(error.message, "killed"));
  return units.made;
}

const namesIn = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

/** What may have happened to the file of a unit. */
const DISTURBED: ((path: string) => void)[] = [
  () => {},
  () => {},
  (path) => Deno.removeSync(path),
  (path) => Deno.truncateSync(path, 3),
  (path) => Deno.truncateSync(path, Deno.statSync(path).size - 1),
  (path) => {
    const bytes = Deno.readFileSync(path), last = bytes.length - 1;
    bytes[last] = bytes[last]! ^ 1;
    Deno.writeFileSync(path, bytes);
  },
];

const CASES: Partial<TrainOptions>[] = [
  {},
  { model: "random_forest", n_trials: 12 },
  { model: "gradient_boosting", n_trials: 2 },
];

for (const given of CASES) {
  Deno.test(`${JSON.stringify(given)}: any shards, killed or not, and any damage give the same bytes`, async () => {
    const expected = await learn(given);
    const shard = fc.record({
      number: fc.nat(2),
      killedAt: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(shard, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        fc.array(fc.nat(DISTURBED.length - 1), { minLength: 40, maxLength: 40 }),
        async (of, shards, together, disturbances) => {
          const folder = Deno.makeTempDirSync();
          const run = ({ number, killedAt = Infinity }: (typeof shards)[number]) =>
            runShard(folder, given, { number: number % of + 1, of, killedAt });
          if (together) await Promise.all(shards.map(run));
          else for (const each of shards) await run(each);
          namesIn(folder).forEach((name, i) => DISTURBED[disturbances[i]!]!(join(folder, name)));
          assert.deepEqual(await learn({ ...given, units: storedUnits(folder) }), expected);
          Deno.removeSync(folder, { recursive: true });
        },
      ),
      { numRuns: 5 },
    );
  });
}

Deno.test("one shard alone makes all units, and training then makes none", async () => {
  const folder = Deno.makeTempDirSync();
  const made = await runShard(folder, {}, { number: 2, of: 3 });
  assert.equal(namesIn(folder).length, made);
  assert.equal(await runShard(folder, {}, { number: 1, of: 3 }), 0);
  const stored = storedUnits(folder), missing: string[] = [];
  const find: Units["find"] = (unit) => {
    const found = stored.find(unit);
    if (!found) missing.push(unit.name);
    return found;
  };
  await learn({ units: { ...stored, find } });
  assert.deepEqual(missing, []);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("a trial that is pruned where trials run one after the other is pruned from its stored reports", async () => {
  const { results: { search } } = await learn(CASES[1]!);
  const pruned = search.trials.filter(({ state }) => state === "pruned");
  assert(pruned.length > 0);
  // the shards made it whole, so it has a report for each week
  const folder = Deno.makeTempDirSync();
  await runShard(folder, CASES[1]!, { number: 1, of: 1 });
  for (const { number, reported } of pruned) {
    const name = namesIn(folder).find((name) => name.startsWith(`random_forest.trial-${number}.`))!;
    const stored = JSON.parse(
      new TextDecoder().decode(Deno.readFileSync(join(folder, name)).slice(4)),
    );
    assert(stored.length > reported.length);
  }
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("a shard looks at its own share first, then at the units of others from the last one on", () => {
  const units = [0, 1, 2, 3, 4, 5, 6];
  assert.deepEqual(inOrderOf({ number: 1, of: 1 }, units), units);
  assert.deepEqual(inOrderOf({ number: 2, of: 3 }, units), [1, 4, 6, 5, 3, 2, 0]);
  assert.deepEqual(inOrderOf({ number: 3, of: 3 }, [0, 1]), [1, 0]);
});

Deno.test("a unit that another shard has finished first is given up, also if a damaged one was there", async () => {
  const folder = Deno.makeTempDirSync();
  Deno.writeTextFileSync(join(folder, "unit"), "damaged");
  const unit = (make: () => Promise<string>): Unit<string> => ({
    name: "unit",
    make,
    encode: (text) => new TextEncoder().encode(text),
    decode: (bytes) => new TextDecoder().decode(bytes),
  });
  const shard = (number: number, signal = NEVER) =>
    sharedUnits(folder, { number, of: 2 }, { signal, onUnit() {} });
  const endless = unit(async () => {
    for (;;) await cancellationPoint();
  });
  const slow = shard(1), quick = shard(2), stop = new AbortController();
  const stopped = shard(1, stop.signal).share([{ ...endless, name: "other" }]);
  await Promise.all([
    slow.share([endless]),
    quick.share([unit(() => Promise.resolve("result"))]),
  ]);
  assert.deepEqual([slow.made, slow.kept, quick.made, quick.kept], [0, 1, 1, 0]);
  assert.equal(slow.find(endless), "result");
  stop.abort(new Error("stopped"));
  await assert.rejects(stopped, /stopped/);
  Deno.removeSync(folder, { recursive: true });
});
