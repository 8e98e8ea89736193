import assert from "node:assert/strict";
import {
  largestCategoryMove,
  type WeeklyCounts,
} from "../../../lib/drift/measure/largest_category_move.ts";
import { random } from "../../../lib/stats/random.ts";
import { usualMove } from "../../../lib/drift/measure/usual_move.ts";
import { withinCustomerPermutation } from "../../../lib/drift/measure/within_customer_permutation.ts";

/** Weekly counts of a variable whose categories keep their expected shares. */
function ordinaryWeeks(seed: number, weeks: number, shares: number[]): WeeklyCounts {
  const { normal } = random(seed);
  const counts = Array.from(
    { length: weeks },
    () => shares.map((share) => Math.round(1000 * share * Math.exp(0.05 * normal()))),
  );
  return { variable: "brand", categories: shares.map((_, j) => `B${j}`), counts };
}

const lastOf = (weeks: number) => ({
  reference: { from: weeks - 5, to: weeks - 2 },
  recent: { from: weeks - 1, to: weeks - 1 },
});

Deno.test("usualMove() is |ln ratio| over the root mean square of the same lag's past", () => {
  const numerators = [10, 20, 10, 40].map((count) => count - 0.5), denominators = [1, 1, 1, 1];
  const windows = { reference: { from: 2, to: 2 }, recent: { from: 3, to: 3 } };
  const found = usualMove({ name: "x", numerators, denominators }, windows);
  const [up, down] = [Math.log(20 / 10), Math.log(10 / 20)];
  assert.deepEqual([found.pastMoves, found.reference, found.recent], [2, 9.5, 39.5]);
  assert.ok(Math.abs(found.usual - Math.sqrt((up ** 2 + down ** 2) / 2)) < 1e-12);
  assert.ok(Math.abs(found.score - Math.log(4) / found.usual) < 1e-12);
});

Deno.test("usualMove() compares a recent window of several weeks without overlap", () => {
  const series = { name: "x", numerators: [9, 9, 9, 9, 9, 90, 90], denominators: Array(7).fill(1) };
  const windows = { reference: { from: 3, to: 4 }, recent: { from: 5, to: 6 } };
  const found = usualMove(series, windows);
  assert.equal(found.pastMoves, 2);
  assert.equal(found.usual, 0);
  assert.equal(found.score, Infinity);
});

Deno.test("weeks without purchases give no moves, and the other moves remain", () => {
  const closed = ordinaryWeeks(2, 20, [0.5, 0.5]);
  closed.counts[9] = [0, 0];
  const lag = { reference: { from: 18, to: 18 }, recent: { from: 19, to: 19 } };
  const { moves, pastMoves } = largestCategoryMove([closed], lag);
  assert.equal(pastMoves, 18 - 2);
  assert.ok(moves.every(({ score }) => Number.isFinite(score)));
  closed.counts[19] = [0, 0];
  const last = largestCategoryMove([closed], lag);
  assert.deepEqual([last.alarm, last.moves[0]!.score], [false, NaN]);
});

Deno.test("a week without purchases of a category is a large but finite move", () => {
  const weeks = ordinaryWeeks(1, 20, [0.5, 0.3, 0.2]);
  weeks.counts[19]![2] = 0;
  const { moves, alarm } = largestCategoryMove([weeks], lastOf(20));
  assert.equal(moves[0]!.category, "B2");
  assert.ok(alarm && Number.isFinite(moves[0]!.score));
});

Deno.test("largestCategoryMove() alarms rarely on ordinary weeks", () => {
  let alarms = 0;
  for (let seed = 0; seed < 400; seed++) {
    const weeks = ordinaryWeeks(seed, 20, [0.3, 0.3, 0.2, 0.15, 0.05]);
    if (largestCategoryMove([weeks], lastOf(20)).alarm) alarms++;
  }
  // 5 % of 400 is 20, with a standard deviation of 4.4
  assert.ok(alarms >= 8 && alarms <= 34, `${alarms} alarms in 400 ordinary weeks`);
});

Deno.test("largestCategoryMove() detects a brand that lost 40 % of its purchases", () => {
  for (let seed = 0; seed < 20; seed++) {
    const weeks = ordinaryWeeks(seed, 20, [0.3, 0.3, 0.2, 0.15, 0.05]);
    weeks.counts[19]![2]! *= 0.6;
    const { alarm, moves } = largestCategoryMove([weeks], lastOf(20));
    assert.deepEqual([alarm, moves[0]!.category], [true, "B2"]);
  }
});

Deno.test("main categories are chosen by past weeks only, and the limit depends on their number", () => {
  const weeks = ordinaryWeeks(3, 24, [0.6, 0.37, 0.01]);
  weeks.counts[23]![2] = 5000;
  const { moves, categories, limit, pastMoves } = largestCategoryMove([weeks], lastOf(24));
  assert.deepEqual(moves.map((move) => move.category).sort(), ["B0", "B1"]);
  assert.deepEqual([categories, pastMoves], [2, 19]);
  assert.ok(Math.abs(limit - 2.4334) < 1e-3, String(limit)); // scipy: t.isf(0.05 / 4, 19)
});

Deno.test("largestCategoryMove() does not judge on fewer than four past moves", () => {
  const weeks = ordinaryWeeks(4, 8, [0.5, 0.5]);
  weeks.counts[7] = [1, 999];
  const found = largestCategoryMove([weeks], lastOf(8));
  assert.deepEqual([found.pastMoves, found.judged, found.alarm], [3, false, false]);
});

/** Customers who each buy one brand: with probability 0.6, four purchases in a week. */
function clustered(seed: number, { shift = 0 }: { shift?: number } = {}) {
  const { uniform, below } = random(seed);
  const customer: number[] = [], week: number[] = [], codes: number[] = [];
  for (let c = 0; c < 60; c++) {
    const favourite = below(3);
    for (let w = 0; w < 5; w++) {
      if (uniform() > 0.6) continue;
      const brand = w === 4 && uniform() < shift ? 2 : favourite;
      for (let i = 0; i < 4; i++) {
        customer.push(c);
        week.push(w);
        codes.push(brand);
      }
    }
  }
  return {
    customer: Int32Array.from(customer),
    week: Int32Array.from(week),
    variables: [{ variable: "brand", categories: 3, codes: Int32Array.from(codes) }],
  };
}
const fiveWeeks = { reference: [0, 1, 2, 3], recent: [4] };

Deno.test("within-customer permutation keeps its level with clustered rows", () => {
  let alarms = 0;
  for (let seed = 0; seed < 100; seed++) {
    const [test] = withinCustomerPermutation(clustered(seed), fiveWeeks, { permutations: 99 });
    if (test!.pValue <= 0.05) alarms++;
  }
  assert.ok(alarms <= 12, `${alarms} alarms in 100`); // 5 ± 2.2
});

Deno.test("within-customer permutation detects customers who change their brand", () => {
  const [test] = withinCustomerPermutation(clustered(1, { shift: 0.7 }), fiveWeeks);
  assert.ok(test!.pValue <= 0.005, String(test!.pValue));
});

Deno.test("within-customer permutation is the same for the same seed and ignores other weeks", () => {
  const purchases = clustered(2, { shift: 0.2 });
  const first = withinCustomerPermutation(purchases, fiveWeeks, { seed: 5 });
  assert.deepEqual(withinCustomerPermutation(purchases, fiveWeeks, { seed: 5 }), first);
  const more = {
    customer: Int32Array.of(...purchases.customer, 7),
    week: Int32Array.of(...purchases.week, 9),
    variables: [{
      ...purchases.variables[0]!,
      codes: Int32Array.of(...purchases.variables[0]!.codes, 1),
    }],
  };
  assert.deepEqual(withinCustomerPermutation(more, fiveWeeks, { seed: 5 }), first);
});

Deno.test("a category that no one bought changes neither statistic nor p-value", () => {
  const purchases = clustered(3, { shift: 0.3 });
  const [brand] = purchases.variables;
  const shifted = brand!.codes.map((code) => code + (code > 0 ? 1 : 0)); // no purchase has code 1
  const [with0, without] = [
    { variable: "brand", categories: 5, codes: shifted },
    brand!,
  ].map((variable) =>
    withinCustomerPermutation({ ...purchases, variables: [variable] }, fiveWeeks)[0]!
  );
  assert.ok(without!.statistic > 0 && without!.pValue < 1);
  assert.deepEqual(with0, without);
});

Deno.test("missing categories of a variable are left out of its test", () => {
  const purchases = clustered(3, { shift: 0.3 });
  const [brand] = purchases.variables;
  const known = brand!.codes.map((_, row) => row).filter((row) => row % 5 > 0);
  const pick = (values: Int32Array) => known.map((row) => values[row]!);
  const gaps = brand!.codes.map((code, row) => row % 5 > 0 ? code : -1);
  const [all] = withinCustomerPermutation(
    { ...purchases, variables: [{ ...brand!, codes: gaps }] },
    fiveWeeks,
    { permutations: 9 },
  );
  const [left] = withinCustomerPermutation(
    {
      customer: pick(purchases.customer),
      week: pick(purchases.week),
      variables: [{ ...brand!, codes: pick(brand!.codes) }],
    },
    fiveWeeks,
    { permutations: 9 },
  );
  assert.equal(all!.statistic, left!.statistic);
});

Deno.test("variables with unequal numbers of past moves are judged by the smallest number", () => {
  const long = ordinaryWeeks(5, 24, [0.5, 0.5]);
  const short = { ...ordinaryWeeks(6, 24, [0.5, 0.5]), variable: "size" };
  // sizes are known for the last weeks only: the weeks before have no move
  short.counts.forEach((week, w) => w < 10 && week.fill(0));
  const { moves, pastMoves, limit, categories } = largestCategoryMove([long, short], lastOf(24));
  const movesOf = (name: string) => moves.find(({ variable }) => variable === name)!.pastMoves;
  assert.deepEqual([movesOf("brand"), movesOf("size")], [19, 12]);
  assert.deepEqual([pastMoves, categories], [12, 4]);
  assert.ok(Math.abs(limit - 2.934) < 1e-3, String(limit)); // scipy: t.isf(0.05 / 8, 12)
});

Deno.test("purchases of weeks that are not compared do not count towards the maximum", () => {
  const purchases = clustered(2, { shift: 0.2 });
  const n = purchases.customer.length, [brand] = purchases.variables;
  const options = { permutations: 99, maxPurchases: n };
  const others = Int32Array.from({ length: 2 * n }, (_, i) => i % 60);
  const more = {
    customer: Int32Array.of(...purchases.customer, ...others),
    week: Int32Array.of(...purchases.week, ...others.map(() => 9)),
    variables: [{ ...brand!, codes: Int32Array.of(...brand!.codes, ...others.map(() => 1)) }],
  };
  assert.deepEqual(
    withinCustomerPermutation(more, fiveWeeks, options),
    withinCustomerPermutation(purchases, fiveWeeks, options),
  );
});

Deno.test("within-customer permutation finds nothing where one side has no category at all", () => {
  const purchases = clustered(4);
  const [variable] = purchases.variables;
  const codes = variable!.codes.map((code, row) => purchases.week[row] === 4 ? code : -1);
  const [test] = withinCustomerPermutation(
    { ...purchases, variables: [{ ...variable!, codes }] },
    fiveWeeks,
  );
  assert.equal(test!.pValue, 1);
});

Deno.test("a category that never moved and does not move now has a score of 0", () => {
  const series = { name: "x", numerators: Array(6).fill(5), denominators: Array(6).fill(10) };
  const windows = { reference: { from: 4, to: 4 }, recent: { from: 5, to: 5 } };
  assert.equal(usualMove(series, windows).score, 0);
});

Deno.test("within-customer permutation counts every customer, even a single one", () => {
  // one of five weeks has another brand, the newest: p is about 1 / 5
  const week = Int32Array.from({ length: 50 }, (_, i) => i % 5);
  const [test] = withinCustomerPermutation({
    customer: new Int32Array(50),
    week,
    variables: [{ variable: "brand", categories: 2, codes: week.map((w) => w === 4 ? 1 : 0) }],
  }, fiveWeeks);
  assert.ok(test!.pValue > 0.15 && test!.pValue < 0.25, `${test!.pValue}`);
});
