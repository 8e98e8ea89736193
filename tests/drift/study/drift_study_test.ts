import assert from "node:assert/strict";
import {
  anyPValue,
  defaultDecision,
  type DriftCase,
  largestMove,
  permutationTests,
} from "../../../lib/drift/study/drift_rules.ts";
import { driftExperiments } from "../../../lib/drift/study/drift_experiments.ts";
import { firstShiftedWeek, windowsAt } from "../../../lib/drift/study/experiment.ts";
import { driftStudy, retrainingStudy } from "../../../lib/drift/study/drift_study.ts";
import { driftStudyTable } from "../../../lib/drift/study/drift_study_table.ts";
import { INJECTED_SHIFTS, withShift } from "../../../lib/drift/study/injected_shifts.ts";
import { studyPurchases, tally } from "../../../lib/drift/study/study_purchases.ts";
import {
  resampleCustomers,
  shuffleOrders,
  shuffleWeeks,
  shuffleWithinCustomers,
} from "../../../lib/drift/study/undisturbed_purchases.ts";
import { wilsonInterval } from "../../../lib/metrics/wilson_interval.ts";
import { weeklyCategoryCounts } from "../../../lib/drift/measure/category_shares.ts";
import { purchaseTable } from "../../../lib/features/purchases/purchase_table.ts";
import { driftCheck } from "../../../lib/stages/drift_check.ts";
import { purchaseDrift } from "../../../lib/drift/purchase_drift.ts";
import { random } from "../../../lib/stats/random.ts";
import { simulatedSales } from "../../../lib/simulator/simulated_sales.ts";
import type { SalesData } from "../../../lib/table/sales_data.ts";
import { parseWeek, weekName, weekOfDay } from "../../../lib/table/time/week.ts";
import { UserError } from "../../../lib/user_error.ts";

const sales = simulatedSales({ customers: 120, products: 30, weeks: 14, seed: 5 });
const purchases = studyPurchases(sales);
const before = tally(purchases, purchases.rows);

function caseAt(week: number, of = purchases): DriftCase {
  return {
    purchases: of,
    tallies: tally(of, of.rows),
    windows: windowsAt(week),
    threshold: 0.05,
    rows: () => of.rows,
    seed: 3,
  };
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** The stage's decision after a complete week, compared with the four weeks before it. */
function stageDecision(data: SalesData, week: number) {
  const mix = weeklyCategoryCounts(data, { from: data.firstWeek, to: data.firstWeek + week });
  const at = (i: number) => data.firstWeek + i;
  return purchaseDrift({
    mix,
    reference: { from: at(week - 4), to: at(week - 1) },
    recent: { from: at(week), to: at(week) },
  }, { threshold: 0.05, minSamples: 2 });
}

Deno.test("the default decision equals that of the stage in every week, including the first", () => {
  let alarms = 0, unjudged = 0;
  for (const seed of [1, 2, 3]) {
    const drift = { kind: "product_mix", size: 0.9, week: 6 } as const;
    const data = simulatedSales({ customers: 60, products: 25, weeks: 11, seed, drift });
    const of = studyPurchases(data);
    for (let week = 4; week < 11; week++) {
      const found = stageDecision(data, week), own = largestMove(caseAt(week, of));
      assert.equal(defaultDecision(caseAt(week, of)), found.drifted.length > 0, `${seed}, ${week}`);
      assert.equal(own.judged, found.largest.judged);
      if (own.judged) {
        assert.ok(Math.abs(own.moves[0]!.score - found.largest.moves[0]!.score) < 1e-9);
      }
      alarms += Number(found.drifted.length > 0);
      unjudged += Number(!own.judged);
    }
  }
  assert.ok(alarms > 2 && alarms < 21, `${alarms} alarms`);
  assert.equal(unjudged, 3 * 4);
});

Deno.test("the original rule has the p-values of the original preset, on purchases", () => {
  const smallest = [8, 9, 10, 11, 12, 13].map((week) => {
    const bought = (from: number, to: number) =>
      purchaseTable(sales, { from: sales.firstWeek + from, to: sales.firstWeek + to });
    const { variables } = driftCheck({
      preset: "original",
      threshold: 0.05,
      minSamples: 2,
      reference: bought(week - 4, week - 1),
      current: bought(week, week),
      referenceLabel: "before",
      currentLabel: "now",
      variables: purchases.attributes.map(({ name }) => name),
      context: { hasModel: true, modelAgeWeeks: 1, maxModelAgeWeeks: 4, forceTrain: false },
    });
    const p = Math.min(...variables.map(({ p_value }) => p_value ?? 1));
    const at = (threshold: number) => anyPValue({ ...caseAt(week), threshold });
    assert.deepEqual([at(p * (1 - 1e-9)), at(p * (1 + 1e-9))], [false, true], `week ${week}`);
    return p;
  });
  assert.ok(smallest.some((p) => p < 0.05) && smallest.some((p) => p > 0.05), String(smallest));
});

Deno.test("shuffles keep each customer's purchases and each order", () => {
  for (const shuffle of [shuffleWithinCustomers, shuffleOrders, shuffleWeeks]) {
    const { tallies, rows } = shuffle(purchases, random(7));
    const { customer, product, week } = rows();
    assert.deepEqual(tally(purchases, { customer, product, week }), tallies, shuffle.name);
    const perProduct = (values: Float64Array) =>
      Array.from(
        { length: purchases.products },
        (_, p) => total(values.filter((_, at) => at % purchases.products === p)),
      );
    if (shuffle !== shuffleOrders) {
      assert.deepEqual(perProduct(tallies.products), perProduct(before.products), shuffle.name);
    }
    assert.notDeepEqual(tallies.products, before.products);
    assert.equal(total(tallies.customers), total(tallies.products));
  }
  const { rows } = shuffleOrders(purchases, random(7));
  const { week, customer, product } = rows();
  assert.equal(
    new Set([...week.keys()].map((row) => `${week[row]} ${customer[row]} ${product[row]}`)).size,
    week.length,
    "a product counts once per customer and week",
  );
});

Deno.test("resampled customers bring all their weeks, or none", () => {
  const { tallies } = resampleCustomers(purchases, random(2));
  for (let customer = 0; customer < purchases.customers; customer++) {
    const ratios = new Set<number>();
    for (let week = 0; week < purchases.weeks; week++) {
      const at = week * purchases.customers + customer;
      if (before.customers[at]! > 0) ratios.add(tallies.customers[at]! / before.customers[at]!);
    }
    assert.ok(ratios.size <= 1, `customer ${customer}: ${[...ratios]}`);
  }
});

Deno.test("shifts have the stated size, in one week only", () => {
  const week = 12, from = purchases.starts[week]!, to = purchases.starts[week + 1]!;
  const all = to - from;
  const changed = (name: string, how: RegExp, size: number, seed: number) => {
    const shift = INJECTED_SHIFTS.find((one) => one.name === name && how.test(one.meaning))!;
    const tallies = withShift(purchases, before, { week, shift, size }, random(seed));
    for (const side of ["customers", "products"] as const) {
      const width = purchases[side];
      const other = (_: number, at: number) => Math.floor(at / width) !== week;
      assert.deepEqual(tallies[side].filter(other), before[side].filter(other), name);
    }
    return {
      lost: all -
        total(
          tallies.products.subarray(week * purchases.products, (week + 1) * purchases.products),
        ),
      active:
        tallies.customers.subarray(week * purchases.customers, (week + 1) * purchases.customers)
          .filter((count) => count > 0).length,
      tallies,
    };
  };
  const buyers = new Set(purchases.rows.customer.subarray(from, to)).size;
  const mean = (of: (seed: number) => number) =>
    Array.from({ length: 60 }, (_, seed) => of(seed)).reduce((sum, value) => sum + value, 0) / 60;
  // 60 draws of about 80 buyers: a standard error of 0.006
  const stopped = mean((seed) => 1 - changed("activity", /./, 0.4, seed).active / buyers);
  assert.ok(Math.abs(stopped - 0.4) < 0.03, `${stopped} stopped`);
  const eastern = mean((seed) => 1 - changed("a region", /./, 0.4, seed).active / buyers);
  assert.ok(Math.abs(eastern - 0.2) < 0.03, `${eastern} of all stopped in one half`);
  assert.equal(changed("brand", /largest.*moved/, 1, 1).lost, 0);
  assert.deepEqual(changed("activity", /./, 0, 1).tallies, before);

  const brand = purchases.attributes.find(({ name }) => name === "brand")!;
  const countOf = (values: Float64Array, first: number, last: number, code: number) => {
    let count = 0;
    for (let at = first * purchases.products; at < last * purchases.products; at++) {
      if (brand.codes[at % purchases.products] === code) count += values[at]!;
    }
    return count;
  };
  const largest = [...brand.categories.keys()].sort((a, b) =>
    countOf(before.products, 0, week, b) - countOf(before.products, 0, week, a)
  )[0]!;
  const had = countOf(before.products, week, week + 1, largest);
  const left = mean((seed) =>
    countOf(changed("brand", /largest.*moved/, 0.4, seed).tallies.products, week, week + 1, largest)
  );
  assert.ok(had > 20 && Math.abs(left / had - 0.6) < 0.05, `${left} of ${had} left`);
});

Deno.test("shifts are put into weeks with eleven past moves if there are such weeks", () => {
  assert.deepEqual([9, 10, 14, 16, 17, 47].map(firstShiftedWeek), [8, 9, 13, 15, 15, 15]);
});

Deno.test("a trial depends only on its number", () => {
  const options = { threshold: 0.05, repeats: 4, seed: 1 };
  const small = studyPurchases(simulatedSales({ customers: 30, products: 12, weeks: 10 }));
  const nothing = driftExperiments(small, options)[0]!;
  // the weeks except the newest and its four reference weeks
  assert.equal(nothing.pastMoves, small.weeks - 5);
  const [once, again] = [driftExperiments(small, options), driftExperiments(small, options)];
  const tried = ({ kind }: { kind: string }) => kind !== "simulated"; // simulated trials take 0.1 s each
  const later = once.filter(tried).map(({ trial }) => trial(3));
  for (const { trial } of again.filter(tried).toReversed()) trial(0);
  assert.deepEqual(again.filter(tried).map(({ trial }) => trial(3)), later);
  const other = driftExperiments(small, { ...options, seed: 2 }).filter(tried).map(({ trial }) =>
    trial(3)
  );
  assert.notDeepEqual(other, later);
});

Deno.test("without drift the original rule alarms on clustered purchases, the default rule rarely", () => {
  // shops with constant, different tastes: 60 trials, so 5 % is 3 ± 1.7
  const large = studyPurchases(
    simulatedSales({ customers: 400, products: 40, weeks: 20, seed: 2 }),
  );
  const alarms = { original: 0, decision: 0, brand: 0 };
  for (let repeat = 0; repeat < 60; repeat++) {
    const found = shuffleOrders(large, random(9, repeat));
    const drift = { ...caseAt(19, large), ...found, seed: repeat };
    alarms.original += Number(anyPValue(drift));
    alarms.decision += Number(defaultDecision(drift));
    alarms.brand += Number(permutationTests(drift)[0]!.pValue < 0.05);
  }
  assert.ok(alarms.original >= 15, `original ${alarms.original}`);
  assert.ok(alarms.decision <= 8, `decision ${alarms.decision}`);
  assert.ok(alarms.brand <= 8, `permutation test ${alarms.brand}`);
});

/** The same sales without the lines of some weeks, counted from the first. */
function without(data: SalesData, ...weeks: number[]): SalesData {
  const { lines } = data;
  const keep = (_: number, line: number) =>
    !weeks.includes(weekOfDay(lines.day[line]!) - data.firstWeek);
  const kept = {
    day: lines.day.filter(keep),
    customer: lines.customer.filter(keep),
    product: lines.product.filter(keep),
    order: lines.order.filter(keep),
    items: lines.items.filter(keep),
  };
  return { ...data, lines: { length: kept.day.length, ...kept } };
}

Deno.test("weeks without purchases are left out of a study, which says so", async () => {
  const data = simulatedSales({ customers: 40, products: 15, weeks: 16 });
  const holes = studyPurchases(without(data, 5, 6, 11, 15));
  assert.equal(holes.weeks, 12);
  assert.deepEqual(holes.emptyWeeks.map((week) => week - data.firstWeek), [5, 6, 11, 15]);
  assert.ok(holes.starts.every((start, week) => week === 0 || start > holes.starts[week - 1]!));
  const study = await driftStudy(holes, { threshold: 0.05, repeats: 2, seed: 0 });
  assert.deepEqual(study.empty_weeks, holes.emptyWeeks.map(weekName));
  assert.deepEqual(
    study.weeks.map(({ week }) => parseWeek(week)! - data.firstWeek),
    [10, 12, 13, 14],
  );
  assert.ok(study.weeks.every(({ volume, purchases }) => purchases > 0 && Number.isFinite(volume)));
  const text = driftStudyTable(study, retrainingStudy(study.weeks, []));
  assert.match(text, /Weeks without purchases are left out .*: \S+ to \S+, \S+, \S+\.$/m);
  assert.doesNotMatch(text, /NaN|Infinity/);
});

Deno.test("a study survives weeks with a single purchase", async () => {
  const data = simulatedSales({ customers: 12, products: 8, weeks: 14, seed: 2 });
  const { lines, firstWeek } = data;
  const seen = new Set<number>();
  const keep = lines.day.map((day, line) => {
    const week = weekOfDay(day) - firstWeek;
    if (week % 3 === 0) return 1;
    if (seen.has(week) || lines.items[line]! <= 0) return 0;
    seen.add(week);
    return 1;
  });
  const picked = <T extends Int32Array | Float64Array>(values: T) =>
    values.filter((_: number, line: number) => keep[line] === 1) as T;
  const few = {
    day: picked(lines.day),
    customer: picked(lines.customer),
    product: picked(lines.product),
    order: picked(lines.order),
    items: picked(lines.items),
  };
  const thin = studyPurchases({ ...data, lines: { length: few.day.length, ...few } });
  const study = await driftStudy(thin, { threshold: 0.05, repeats: 20, seed: 0 });
  assert.equal(study.weeks.length, thin.weeks - 8);
});

Deno.test("a study needs a week with four past moves", async () => {
  const short = studyPurchases(simulatedSales({ customers: 20, products: 10, weeks: 8 }));
  await assert.rejects(
    driftStudy(short, { threshold: 0.05, repeats: 20, seed: 0 }),
    new UserError(
      "--drift: expected 9 complete weeks or more, 4 to compare with and four past moves, found 8; " +
        "add earlier transactions",
    ),
  );
});

Deno.test("shifts are put into weeks with enough past moves", () => {
  const long = studyPurchases(simulatedSales({ customers: 20, products: 10, weeks: 30 }));
  const shifted = driftExperiments(long, { threshold: 0.05, repeats: 30, seed: 4 })
    .filter(({ kind }) => kind === "real").slice(0, 3);
  for (const { trial, repeats } of shifted) {
    for (let repeat = 0; repeat < repeats; repeat++) assert.ok("unusual" in trial(repeat));
  }
});

Deno.test("the table has every experiment, and the mean gains from retraining", async () => {
  const small = studyPurchases(simulatedSales({ customers: 40, products: 15, weeks: 11 }));
  const study = await driftStudy(small, { threshold: 0.05, repeats: 2, seed: 0 });
  const gain = (week: number, estimate: number) => ({
    week: small.weekIndices[week]!,
    average_precision: 0.5,
    gains: [1, 2, 4].map((age) => ({
      age,
      estimate: age === 4 ? estimate : 0,
      low: estimate - 0.01,
      high: estimate + 0.01,
    })),
  });
  const retraining = retrainingStudy(study.weeks, [gain(8, 0.01), gain(9, 0.03)]);
  const every = retraining.means.find(({ after, age }) => after === "every week" && age === 4)!;
  assert.deepEqual([every.weeks, every.mean], [2, 0.02]);
  // 12.706, Student's t with one degree of freedom, times the standard error of .01
  assert.ok(Math.abs(every.high! - 0.02 - 0.12706) < 1e-4);
  const text = driftStudyTable(study, retraining);
  const single = study.experiments.flatMap(({ kind, rates }) =>
    kind === "undisturbed"
      ? Object.entries(rates).filter(([rule]) => rule.startsWith("real ")).map(([, { rate }]) =>
        rate
      )
      : []
  );
  const [, lowest, highest] = /\(([\d.]+) % to ([\d.]+) %\) where nothing differs/.exec(text)!;
  const ends = [Math.min(...single), Math.max(...single)].map((rate) => 100 * rate);
  assert.deepEqual([lowest, highest].map(Number), ends);
  assert.ok(ends[0]! < ends[1]!);
  const quiet = study.weeks.map((week) => ({
    ...week,
    alarms: { ...week.alarms, decision: false },
  }));
  assert.doesNotMatch(driftStudyTable({ ...study, weeks: quiet }, retraining), /\(\)/);
  const leaving = study.experiments.find(({ kind, what, size }) =>
    kind === "real" && size === 0.4 && what === "activity"
  )!;
  // one or both of two trials: the rate and Wilson's bounds, in per cent
  assert.match(text, /50 % \(9\.5–91\)|100 % \(34–100\)/);
  const rate = `${Math.round(1000 * leaving.rates["activity"]!.rate) / 10}`;
  assert.match(text, new RegExp(`40 % of the customers stop.*notice.*in ${rate}(\\.0)? %`));
  for (const { how } of study.experiments) {
    if (how !== "as simulated") assert.ok(text.includes(how));
  }
  // each week has its gain over a four-week-old model
  assert.match(text, /\| \+\.0100 \|/);
  assert.match(
    text,
    /\| after \| weeks \| over a model 1 week older \| over a model 2 weeks older \| over a model 4 weeks older \|/,
  );
  assert.match(
    text,
    /\| every week \| 2 \| \+\.0000[^|]* \| \+\.0000[^|]* \| \+\.0200 \(−\.1071 to \+\.1471\) \|/,
  );
  assert.match(text, /\| alarms \| {2}\| \d of 3 \| \d of 3 \| \d of 3 \| \d of 3 \|/);
  for (const { rates, repeats } of study.experiments) {
    for (const { count, of, low, high } of Object.values(rates)) {
      assert.ok(of === repeats && count <= of && low <= count / of && count / of <= high);
    }
  }
});

Deno.test("Wilson's interval has about its nominal coverage", () => {
  const { uniform } = random(11);
  for (const rate of [0.02, 0.05, 0.5]) {
    let covered = 0;
    for (let trial = 0; trial < 1000; trial++) {
      let count = 0;
      for (let i = 0; i < 400; i++) if (uniform() < rate) count++;
      const { low, high } = wilsonInterval(count, 400);
      if (low <= rate && rate <= high) covered++;
    }
    assert.ok(covered > 925 && covered < 985, `${rate}: ${covered} of 1000`); // 950 ± 7
  }
  assert.deepEqual([wilsonInterval(0, 10).low, wilsonInterval(10, 10).high], [0, 1]);
});
