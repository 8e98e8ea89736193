import assert from "node:assert/strict";
import fc from "fast-check";
import type pl from "nodejs-polars";
import { featureSource } from "../../lib/features/feature_source.ts";
import { includedWeeks } from "../../lib/features/pairs/included_weeks.ts";
import { knownUniverse } from "../../lib/features/pairs/known_universe.ts";
import { splitData, splitWeeks } from "../../lib/stages/split_data.ts";
import { framesOf } from "../../lib/table/block.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { mondayOfWeek, weekName } from "../../lib/table/time/week.ts";
import type { PresetName } from "../../lib/config/presets/preset.ts";
import { FIRST_WEEK, type Line, randomLines, smallSales } from "../features/small_sales.ts";

const OPTIONS = {
  preset: "default" as PresetName,
  maxRows: 1_000_000,
  seed: 0,
  mostHeld: 1_000_000,
};
const SPLITS = ["train", "val", "test"] as const;

function split(sales: SalesData, count: number, options: Partial<typeof OPTIONS> = {}) {
  const given = { ...OPTIONS, ...options };
  const weeks = includedWeeks(sales, count);
  const found = splitData(sales, weeks, featureSource(sales, given.preset), given);
  const [train, val, test] = SPLITS.map((part) => framesOf(found[part]));
  return { ...found, train: train!, val: val!, test: test! };
}

const column = (frame: pl.DataFrame, name: string) => frame.getColumn(name).toArray();
const rowsOf = (frames: Iterable<pl.DataFrame>) => Array.from(frames, (frame) => frame.rows());

for (
  const [n, train, held] of [
    [3, 1, 1],
    [4, 2, 1],
    [8, 6, 1],
    [10, 6, 2],
    [12, 8, 2],
    [20, 14, 3],
    [24, 16, 4],
    [52, 36, 8],
  ] as const
) {
  Deno.test(`splitWeeks() of ${n} weeks gives ${train} to training and twice ${held} to the others`, () => {
    const { train: a, val, test } = splitWeeks(Array.from({ length: n }, (_, i) => i));
    assert.deepEqual([a.length, val.length, test.length], [train, held, held]);
  });
}

Deno.test("splitWeeks() accepts another share for validation and test", () => {
  const { train, val, test } = splitWeeks([1, 2, 3, 4, 5, 6], { share: 1 / 3 });
  assert.deepEqual([train, val, test], [[1, 2], [3, 4], [5, 6]]);
});

Deno.test("splitWeeks() keeps the order, puts each week into one split, and most into training", () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 520 }), fc.nat(4000), (n, first) => {
      const weeks = Array.from({ length: n }, (_, i) => first + i);
      const { train, val, test } = splitWeeks(weeks);
      assert.deepEqual([...train, ...val, ...test], weeks);
      assert.equal(val.length, Math.max(1, Math.round(0.15 * n)));
      assert.equal(test.length, val.length);
      assert(train.length >= val.length);
    }),
    { seed: 1 },
  );
});

Deno.test("each frame has one week; validation and test have every pair, training a sample", () => {
  const sales = smallSales(randomLines(5));
  const { weeks, rates, ...parts } = split(sales, 8);
  assert.deepEqual(rates, { repeatRate: 1, newRate: 0.15 });
  for (const part of SPLITS) {
    const frames = [...parts[part]];
    assert.deepEqual(
      frames.map((frame) => frame.getColumn("week").get(0)),
      weeks[part].map(weekName),
    );
    frames.forEach((frame, i) => {
      assert.deepEqual(new Set(column(frame, "week")).size, 1);
      const pairs = knownUniverse(sales, weeks[part][i]!).customer.length;
      if (part === "train") assert(frame.height < pairs);
      else assert.equal(frame.height, pairs);
    });
  }
});

Deno.test("a training week has all purchases, all repeat pairs and 15 % of the new ones", () => {
  const sales = smallSales(randomLines(6));
  const { train, weeks } = split(sales, 8);
  const frames = [...train];
  // the same weeks as validation weeks hold every pair
  weeks.train.forEach((week, i) => {
    const every = splitData(
      sales,
      [week - 2, week, week + 1],
      featureSource(sales, "default"),
      OPTIONS,
    );
    const [all] = framesOf(every.val);
    const kinds = (frame: pl.DataFrame) => {
      const label = column(frame, "comprado"), ever = column(frame, "pair_weeks_ever");
      const counts = { bought: 0, repeat: 0, fresh: 0 };
      label.forEach((y, row) =>
        counts[y ? "bought" : Number(ever[row]) > 0 ? "repeat" : "fresh"]++
      );
      return counts;
    };
    const [sampled, complete] = [kinds(frames[i]!), kinds(all!)];
    assert(complete.bought > 0);
    assert.deepEqual(sampled, { ...complete, fresh: Math.round(0.15 * complete.fresh) });
  });
});

Deno.test("under the original preset training weeks have every known pair", () => {
  const sales = smallSales(randomLines(7));
  const { rates, train, test } = split(sales, 4, { preset: "original" });
  assert.deepEqual(rates, { repeatRate: 1, newRate: 1 });
  const traded = knownUniverse(sales, sales.predictedWeek).customer.length;
  for (const frame of [...train, ...test]) assert.equal(frame.height, traded);
});

Deno.test("no pair occurs twice in a week, in any split", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 3, max: 9 }), (seed, count) => {
      const parts = split(smallSales(randomLines(seed)), count, { seed });
      const keys = SPLITS.flatMap((part) =>
        Array.from(parts[part], (frame) => {
          const [customer, product, week] = ["customer_id", "product_id", "week"]
            .map((name) => column(frame, name));
          return customer!.map((id, row) => `${id} ${product![row]} ${week![row]}`);
        }).flat()
      );
      assert.equal(new Set(keys).size, keys.length);
      assert(keys.length > 0);
    }),
    { seed: 4, numRuns: 15 },
  );
});

Deno.test("validation and test have all pairs of a random part of the customers if those are many", () => {
  const sales = smallSales(randomLines(9, { count: 600 }));
  const all = split(sales, 6), part = split(sales, 6, { mostHeld: 30 });
  assert.equal(all.heldShare, 1);
  assert.deepEqual(rowsOf(part.train), rowsOf(all.train));
  assert.deepEqual(part.rates, all.rates);
  const kept = new Set<unknown>();
  for (const name of ["val", "test"] as const) {
    const [rows, every] = [rowsOf(part[name]).flat(), rowsOf(split(sales, 6)[name]).flat()];
    for (const row of rows) kept.add(row[0]);
    // of a customer all pairs, in the same order with the same features
    assert.deepEqual(rows, every.filter((row) => kept.has(row[0])));
    assert(rows.length <= 30 && rows.length >= 15, `${rows.length} of ${every.length}`);
  }
  assert.equal(part.heldShare, kept.size / sales.customers.ids.length);
  const drawn = (seed: number) => rowsOf(split(sales, 6, { mostHeld: 30, seed }).test);
  assert.deepEqual(drawn(1), drawn(1));
  assert.notDeepEqual(drawn(1), drawn(2));
});

Deno.test("max_rows lowers both rates by one factor and keeps every purchase", () => {
  const sales = smallSales(randomLines(8, { count: 600 }));
  const [plain, tight] = [split(sales, 8), split(sales, 8, { maxRows: 360 })];
  assert.equal(tight.learnedShare, 1);
  const shrink = tight.rates.repeatRate / plain.rates.repeatRate;
  assert(shrink > 0 && shrink < 1);
  assert(Math.abs(tight.rates.newRate / plain.rates.newRate - shrink) < 1e-12);
  const [all, fewer] = [[...plain.train], [...tight.train]];
  const purchases = (frame: pl.DataFrame) => Number(frame.getColumn("comprado").sum());
  assert.deepEqual(fewer.map(purchases), all.map(purchases));
  const height = (frames: pl.DataFrame[]) => frames.reduce((sum, frame) => sum + frame.height, 0);
  assert(height(fewer) < height(all));
});

Deno.test("with more purchases than half of max_rows, a random part of the customers is learned from", () => {
  const sales = smallSales(randomLines(8, { count: 600 })), count = sales.customers.ids.length;
  const all = split(sales, 8),
    learned = (seed: number, maxRows = 100) => {
      const { train, learnedShare, val, test } = split(sales, 8, { maxRows, seed });
      return { rows: rowsOf(train).flat(), learnedShare, held: [rowsOf(val), rowsOf(test)] };
    };
  const part = learned(1), kept = new Set(part.rows.map(([customer]) => customer));
  assert(kept.size > 1 && kept.size <= part.learnedShare * count && part.learnedShare < 1);
  assert.deepEqual(part.held, [rowsOf(all.val), rowsOf(all.test)]);
  const isBought = (row: unknown[]) => row.at(-1) === 1 && kept.has(row[0]);
  assert.deepEqual(part.rows.filter(isBought), rowsOf(all.train).flat().filter(isBought));
  assert(part.rows.length <= 100, `${part.rows.length} rows`);
  assert.deepEqual(learned(1), part);
  assert.notDeepEqual(learned(2).rows, part.rows);
});

Deno.test("another seed draws other negatives, the same seed the same ones", () => {
  const sales = smallSales(randomLines(9));
  const drawn = (seed: number) => rowsOf(split(sales, 8, { seed, maxRows: 320 }).train);
  assert.deepEqual(drawn(1), drawn(1));
  assert.notDeepEqual(drawn(1), drawn(2));
});

Deno.test("purchases in a week or later change no feature row of the week", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: FIRST_WEEK + 4, max: FIRST_WEEK + 9 }),
      fc.constantFrom("delete", "scramble", "add"),
      (seed, week, how) => {
        const lines = randomLines(seed, { count: 200 });
        const later = ({ day }: Line) => day >= mondayOfWeek(week);
        const changed = how === "delete"
          ? lines.filter((line) => !later(line))
          : how === "add"
          ? [...lines, ...randomLines(seed + 1, { from: week, weeks: 2, count: 40 })]
          : lines.map((line) =>
            later(line) ? { ...line, product: 6 - line.product, items: 2 - line.items } : line
          );
        // as a test week, so that the split has every pair
        const rows = (kept: Line[]) => {
          const sales = smallSales(kept);
          const features = featureSource(sales, "default");
          const { test } = splitData(sales, [week - 2, week - 1, week], features, OPTIONS);
          return [...framesOf(test)][0]!.drop("comprado").rows();
        };
        assert.deepEqual(rows(changed), rows(lines));
      },
    ),
    { seed: 1, numRuns: 15 },
  );
});

Deno.test("max_rows is filled by all purchases and the rest by negatives, to the row", () => {
  const sales = smallSales(randomLines(8, { count: 120 }));
  const all = split(sales, 8, { preset: "original" }); // keeps every pair if max_rows allows
  const frames = SPLITS.flatMap((name) => [...all[name]]);
  const pairs = frames.reduce((sum, { height }) => sum + height, 0);
  const purchases = frames.reduce(
    (sum, frame) => sum + Number(frame.getColumn("comprado").sum()),
    0,
  );
  const maxRows = 2 * purchases + 10;
  const { rates } = split(sales, 8, { preset: "original", maxRows });
  const room = purchases + 10;
  assert(room < pairs - purchases);
  assert(Math.abs(rates.newRate - room / (pairs - purchases)) < 1e-12);
});
