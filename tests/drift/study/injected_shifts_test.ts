import assert from "node:assert/strict";
import { INJECTED_SHIFTS, withShift } from "../../../lib/drift/study/injected_shifts.ts";
import { studyPurchases, tally } from "../../../lib/drift/study/study_purchases.ts";
import { simulatedSales } from "../../../lib/simulator/simulated_sales.ts";
import { random } from "../../../lib/stats/random.ts";

const purchases = studyPurchases(
  simulatedSales({ customers: 30, products: 12, weeks: 10, seed: 2 }),
);
const before = tally(purchases, purchases.rows);
const WEEK = 8;

const ofWeek = (values: Float64Array, width: number, week = WEEK) =>
  values.subarray(week * width, (week + 1) * width);
const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

Deno.test("a shift of size 0 does not change the tallies", () => {
  for (const shift of INJECTED_SHIFTS) {
    assert.deepEqual(
      withShift(purchases, before, { week: WEEK, shift, size: 0 }, random(1)),
      before,
    );
  }
});

Deno.test("a completely lost product is among the best-selling of the four weeks before", () => {
  const shift = INJECTED_SHIFTS.find(({ name }) =>
    name === "a top-1 product" || /top-/.test(name)
  )!;
  const top = Number(/top-(\d+)/.exec(shift.name)![1]);
  const bought = Array.from(
    { length: purchases.products },
    (_, p) =>
      [1, 2, 3, 4].reduce(
        (sum, back) => sum + ofWeek(before.products, purchases.products, WEEK - back)[p]!,
        0,
      ),
  );
  const ranked = [...bought.keys()].sort((a, b) => bought[b]! - bought[a]!);
  const lost = new Set<number>();
  for (let seed = 0; seed < 40; seed++) {
    const after = withShift(purchases, before, { week: WEEK, shift, size: 1 }, random(seed));
    const now = ofWeek(after.products, purchases.products);
    ofWeek(before.products, purchases.products).forEach((count, p) => {
      if (count > 0 && now[p] === 0) lost.add(p);
      else assert.equal(now[p], count);
    });
  }
  assert(lost.size > 0);
  for (const product of lost) assert(ranked.slice(0, top).includes(product), `${product}`);
});

Deno.test("when all activity stops, only that week is empty", () => {
  const shift = INJECTED_SHIFTS.find(({ name }) => name === "activity")!;
  const after = withShift(purchases, before, { week: WEEK, shift, size: 1 }, random(3));
  assert.equal(total(ofWeek(after.customers, purchases.customers)), 0);
  assert.equal(
    total(after.customers),
    total(before.customers) - total(ofWeek(before.customers, purchases.customers)),
  );
});
