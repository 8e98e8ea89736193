import assert from "node:assert/strict";
import type { PurchaseMix } from "../../lib/drift/measure/category_shares.ts";
import { driftCheck, type DriftInput } from "../../lib/stages/drift_check.ts";
import { random } from "../../lib/stats/random.ts";
import { populationStabilityIndex } from "../../lib/stats/population_stability_index.ts";
import type { Column, ColumnTable, NumericColumn } from "../../lib/table/column_table.ts";
import { weekName } from "../../lib/table/time/week.ts";

/** Rows with one number and one text; `shift` moves the number, `brandB` is the share of B. */
function table(seed: number, { length = 200, shift = 0, brandB = 0.5 } = {}): ColumnTable {
  const { normal, uniform } = random(seed);
  return {
    length,
    columns: [
      {
        kind: "numeric",
        name: "size",
        values: Float64Array.from({ length }, () => normal() + shift),
      },
      {
        kind: "categorical",
        name: "brand",
        codes: Int32Array.from({ length }, () => Number(uniform() < brandB)),
        categories: ["A", "B"],
      },
    ],
  };
}

/** Weekly purchases of two brands by fifty customers; in the last week `lost` of B's are gone. */
function mix(weeks: number, { lost = 0, seed = 1 } = {}): PurchaseMix {
  const { uniform } = random(seed);
  const customer: number[] = [], week: number[] = [], codes: number[] = [];
  const counts = Array.from({ length: weeks }, () => [0, 0]);
  for (let w = 0; w < weeks; w++) {
    for (let c = 0; c < 50; c++) {
      for (let i = 0; i < 12; i++) {
        const brand = Number(uniform() < 0.4);
        if (brand === 1 && w === weeks - 1 && uniform() < lost) continue;
        customer.push(c);
        week.push(100 + w);
        codes.push(brand);
        counts[w]![brand]!++;
      }
    }
  }
  const purchases = counts.map(([a, b]) => a! + b!);
  return {
    weeks: counts.map((_, w) => 100 + w),
    variables: [{ variable: "brand", categories: ["A", "B"], counts }],
    purchases: {
      customer: Int32Array.from(customer),
      week: Int32Array.from(week),
      variables: [{ variable: "brand", categories: 2, codes: Int32Array.from(codes) }],
    },
    activity: [{
      name: "purchases_per_customer",
      numerators: purchases,
      denominators: counts.map(() => 50),
    }],
  };
}

const weekly = (purchaseMix: PurchaseMix) => {
  const last = purchaseMix.weeks.at(-1)!;
  return {
    mix: purchaseMix,
    reference: { from: last - 4, to: last - 1 },
    recent: { from: last, to: last },
  };
};

const input: DriftInput = {
  preset: "original",
  threshold: 0.05,
  minSamples: 30,
  reference: table(1),
  current: table(2),
  referenceLabel: "2024-W40 to 2024-W43",
  currentLabel: "2024-W44",
  context: { hasModel: true, modelAgeWeeks: 1, maxModelAgeWeeks: 4, forceTrain: false },
};
const context = (part: Partial<DriftInput["context"]>) => ({ ...input.context, ...part });
const named = (report: ReturnType<typeof driftCheck>, name: string) =>
  report.variables.find((variable) => variable.name === name)!;

Deno.test("original: without a p-value below the threshold training is skipped", () => {
  const report = driftCheck(input);
  assert.deepEqual([report.drift_detected, report.drift_judged], [false, true]);
  assert.match(report.method, /^Kolmogorov–Smirnov test .* below 0\.05$/);
  assert.equal(report.decision, "skip_training");
  assert.match(
    report.reason,
    /^No drift in 2024-W44 against 2024-W40 to .*: the smallest p-value of 2 variables is not below 0\.05 \(p = .*\)\.$/,
  );
  assert.deepEqual(named(report, "size").test, "kolmogorov_smirnov");
  assert.deepEqual(named(report, "brand").degrees_of_freedom, 1);
});

Deno.test("original: any p-value below the threshold is drift and trains", () => {
  const report = driftCheck({ ...input, current: table(2, { shift: 1 }) });
  assert.deepEqual(report.drifted_variables, ["size"]);
  assert.equal(report.decision, "train_model");
  assert.equal(report.share_drifted, 0.5);
  assert.match(report.reason, /1 of 2 variables have p < 0.05: size/);
  assert.match(named(report, "size").verdict, /^Drifted: different \(p [<=] .*medium effect/);
});

Deno.test("original: the model's age does not matter", () => {
  const report = driftCheck({ ...input, context: context({ modelAgeWeeks: 50 }) });
  assert.equal(report.decision, "skip_training");
});

Deno.test("variables that cannot be tested give the reason", () => {
  const [size, brand] = table(2, { length: 40 }).columns as [Column, Column];
  const few: Column = { ...size, values: new Float64Array(40).fill(NaN).fill(1, 0, 29) } as Column;
  const infinite: Column = {
    ...size,
    name: "far",
    values: new Float64Array(40).fill(Infinity),
  } as Column;
  const current = { length: 40, columns: [few, infinite, { ...size, name: "brand" }] };
  const reference = {
    length: 200,
    columns: [...table(1).columns, { ...table(1).columns[0]!, name: "far" }, {
      ...brand,
      name: "gone",
      codes: new Int32Array(200),
    }],
  };
  const report = driftCheck({ ...input, reference, current });
  const why = Object.fromEntries(report.variables.map((v) => [v.name, v.why_not_tested]));
  assert.deepEqual(why, {
    size: "it has 29 values now, fewer than 30",
    brand: "it was categorical in the reference and is numeric now",
    far: "it has infinite values",
    gone: "it is absent now",
  });
  assert.equal(report.decision, "skip_training");
  assert.equal(report.share_drifted, 0);
  assert.match(report.reason, /no variable could be tested/);
  assert.deepEqual(report.schema.vanished_variables, ["gone"]);
});

Deno.test("the stability index of a number uses bins between the reference's deciles", () => {
  const reference = table(1), current = table(2, { shift: 0.7 });
  const values = ({ columns: [column] }: ColumnTable) => [...(column as NumericColumn).values];
  const before = values(reference).sort((a, b) => a - b), now = values(current);
  const edges = Array.from(
    { length: 9 },
    (_, i) => (before[20 * i + 19]! + before[20 * i + 20]!) / 2,
  );
  const counts = (of: number[]) =>
    Array.from(
      { length: 10 },
      (_, bin) =>
        of.filter((x) => x >= (edges[bin - 1] ?? -Infinity) && x < (edges[bin] ?? Infinity)).length,
    );
  const { psi } = named(driftCheck({ ...input, reference, current }), "size");
  assert.equal(psi, populationStabilityIndex(counts(before), counts(now)));
  assert.ok(psi! > 0.2);
});

Deno.test("exactly min_samples values are enough", () => {
  const report = driftCheck({ ...input, current: table(2, { length: 30 }) });
  assert.ok(report.variables.every((variable) => variable.tested));
});

Deno.test("only the requested variables are compared", () => {
  const report = driftCheck({ ...input, variables: ["brand", "nowhere"] });
  assert.deepEqual(report.variables.map((variable) => variable.name), ["brand", "nowhere"]);
  assert.match(named(report, "nowhere").verdict, /absent from the reference and now/);
});

Deno.test("new and vanished categories are listed", () => {
  const current = table(2);
  const brand = current.columns[1]!;
  assert.ok(brand.kind === "categorical");
  const columns = [current.columns[0]!, { ...brand, categories: ["A", "C"] }];
  const report = driftCheck({ ...input, current: { ...current, columns } });
  assert.deepEqual(report.schema.categories, [
    { variable: "brand", new_categories: ["C"], vanished_categories: ["B"] },
  ]);
});

for (
  const [name, part, reason] of [
    ["no model", { hasModel: false, modelAgeWeeks: null }, /no model yet/],
    ["a mismatch", { featureMismatch: "it lacks size" }, /does not fit this run: it lacks size\./],
    ["a request", { forceTrain: true }, /was requested \(--force-train\)/],
  ] as const
) {
  Deno.test(`${name} triggers training without drift`, () => {
    const report = driftCheck({ ...input, context: context(part) });
    assert.equal(report.decision, "train_model");
    assert.equal(report.drift_detected, false);
    assert.match(report.reason, reason);
  });
}

Deno.test("without a reference there is nothing to test, and the model is trained", () => {
  const report = driftCheck({ ...input, preset: "default", reference: null });
  assert.equal(report.decision, "train_model");
  assert.deepEqual([report.drift_detected, report.drift_judged], [false, false]);
  assert.match(report.method, /^nothing was compared: .*; later runs: largest category move/);
  const original = driftCheck({ ...input, reference: null });
  assert.match(original.method, /^nothing was compared: .*; later runs: Kolmogorov–Smirnov/);
  assert.ok(report.variables.every((variable) => !variable.tested));
});

const byDefault: DriftInput = { ...input, preset: "default", weeklyShares: weekly(mix(24)) };

Deno.test("default: an ordinary week is no drift, for any results of single-variable tests", () => {
  const report = driftCheck({ ...byDefault, current: table(2, { shift: 1, brandB: 0.9 }) });
  assert.ok(named(report, "size").p_value! < 0.001);
  assert.equal(report.decision, "skip_training");
  assert.match(report.reason, /brand [AB] moved [\d.]+ times its usual weekly move, within/);
  assert.equal(report.largest_move!.past_moves, 19);
  assert.equal(report.charts_read, 2);
});

Deno.test("default: a category that moves beyond its usual weekly move is drift", () => {
  const report = driftCheck({ ...byDefault, weeklyShares: weekly(mix(24, { lost: 0.5 })) });
  assert.deepEqual(report.drifted_variables, ["brand"]);
  assert.match(report.reason, /^Drift: brand B moved .* more than the limit of/);
  const brand = named(report, "brand");
  assert.ok(brand.drifted && brand.cluster_p_value! <= 0.01);
  assert.equal(brand.largest_move!.category, "B");
  assert.ok(report.notices[0]!.noticed && /−\d+ %.*beyond/.test(report.notices[0]!.text));
});

Deno.test("default: a chart with too few past weeks for a limit is no check", () => {
  const weeks = byDefault.weeklyShares!.mix.weeks.map(weekName);
  const realised = weeks.slice(-2).map((week) => ({
    ...{ week, preset: "default" as const, average_precision: 0.6, pairs: 9, purchases: 5 },
  }));
  const report = driftCheck({ ...byDefault, realised });
  assert.deepEqual(report.notices.map(({ limit }) => limit === null), [false, true]);
  assert.equal(report.charts_read, 2);
});

Deno.test("default: with few past moves the permutation test and an effect floor decide", () => {
  const quiet = driftCheck({ ...byDefault, weeklyShares: weekly(mix(8)) });
  assert.equal(quiet.largest_move!.judged, false);
  assert.equal(quiet.decision, "skip_training");
  assert.match(quiet.reason, /too few past weeks.*3 past moves/);
  assert.doesNotMatch(quiet.reason, /ordinary/);
  const drifted = driftCheck({ ...byDefault, weeklyShares: weekly(mix(8, { lost: 0.6 })) });
  assert.deepEqual(drifted.drifted_variables, ["brand"]);
  assert.match(drifted.reason, /differs beyond chance/);
});

Deno.test("default: without any past move the report is JSON without NaN", () => {
  const report = driftCheck({ ...byDefault, weeklyShares: weekly(mix(5)) });
  assert.equal(report.largest_move!.moves[0]!.score, null);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("default: with too few purchases nothing is decided", () => {
  const report = driftCheck({ ...byDefault, minSamples: 100_000 });
  assert.equal(report.drift_detected, false);
  assert.match(
    report.reason,
    /^Drift could not be judged in .*: there are too few purchases to compare: 2,400 and 600/,
  );
});

Deno.test("default: a week in which nothing was bought is reported, as JSON", () => {
  const closed = mix(12);
  const kept = closed.purchases.week.filter((week) => week < 111).length;
  const { purchases } = closed;
  purchases.customer = purchases.customer.slice(0, kept);
  purchases.week = purchases.week.slice(0, kept);
  purchases.variables[0]!.codes = purchases.variables[0]!.codes.slice(0, kept);
  closed.variables[0]!.counts[11] = [0, 0];
  closed.activity[0]!.numerators[11] = 0;
  closed.activity[0]!.denominators[11] = 0;
  const report = driftCheck({ ...byDefault, weeklyShares: weekly(closed) });
  assert.match(
    report.reason,
    /^Drift could not be judged in .*: there are too few purchases to compare: 2,400 and 0/,
  );
  assert.match(report.notices[0]!.text, /unknown, as nothing was bought/);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

Deno.test("default: what one customer bought decides nothing", () => {
  const lonely = mix(12);
  const { purchases } = lonely;
  purchases.customer = purchases.customer.map((id, row) => purchases.week[row]! < 111 ? id : 7);
  const report = driftCheck({ ...byDefault, weeklyShares: weekly(lonely) });
  assert.equal(report.drift_detected, false);
  assert.match(
    report.reason,
    /^Drift could not be judged in .*: there are too few customers to compare: \d+ and 1, fewer than 5/,
  );
});

Deno.test("default: a mix as always is no drift, and an unusual number of purchases is told with it", () => {
  const fewer = mix(24);
  assert.doesNotMatch(driftCheck({ ...byDefault, weeklyShares: weekly(fewer) }).reason, /unusual/);
  fewer.activity[0]!.numerators[23]! /= 10;
  const { reason } = driftCheck({ ...byDefault, weeklyShares: weekly(fewer) });
  assert.match(
    reason,
    /^No drift: the mix of purchases .* But unusual: purchases per customer 1\.20, before that 12\.00 \(−90 %\): /,
  );
});

Deno.test("default: an old model is retrained without drift", () => {
  const old = driftCheck({ ...byDefault, context: context({ modelAgeWeeks: 5 }) });
  assert.equal(old.decision, "train_model");
  assert.match(old.reason, /model is 5 weeks old; the limit is 4/);
  const young = driftCheck({ ...byDefault, context: context({ modelAgeWeeks: 4 }) });
  assert.equal(young.decision, "skip_training");
});

Deno.test("default: windows that overlap or lie outside the weeks are refused", () => {
  const shares = weekly(mix(10));
  const overlap = { ...shares, reference: { from: 105, to: 109 } };
  assert.throws(() => driftCheck({ ...byDefault, weeklyShares: overlap }), /must follow/);
  const outside = { ...shares, reference: { from: 90, to: 95 } };
  assert.throws(
    () => driftCheck({ ...byDefault, weeklyShares: outside }),
    /90 to 95 are not within/,
  );
  assert.throws(() => driftCheck({ ...byDefault, weeklyShares: undefined }), /weeklyShares/);
});

Deno.test("default: in the week that the model has learned from, drift is not judged", () => {
  const report = driftCheck({ ...byDefault, context: context({ newWeeks: false }) });
  assert.deepEqual([report.decision, report.drift_judged], ["skip_training", false]);
  assert.equal(driftCheck(byDefault).drift_judged, true);
});

Deno.test("the same input and seed give the same report", () => {
  assert.deepEqual(driftCheck(byDefault), driftCheck(byDefault));
});

Deno.test("default: a given reference replaces the reference weeks", () => {
  const given = (brandB: number) => table(5, { length: 3000, brandB });
  const shares = weekly(mix(24));
  const same = driftCheck({ ...byDefault, weeklyShares: { ...shares, given: given(0.4) } });
  assert.equal(same.drift_detected, false, same.reason);
  assert.match(same.reason, /in the given reference/);
  const other = driftCheck({ ...byDefault, weeklyShares: { ...shares, given: given(0.8) } });
  assert.deepEqual(other.drifted_variables, ["brand"]);
  const moved = other.largest_move!.moves.find(({ category }) => category === "B")!;
  assert.ok(Math.abs(moved.share_reference! - 0.8) < 0.03);
});

Deno.test("features are reported and never decide", () => {
  const features = { reference: table(3), current: table(4, { shift: 2 }) };
  const report = driftCheck({ ...byDefault, features });
  const [size] = report.features;
  assert.ok(size!.p_value! < 1e-9 && !size!.drifted);
  assert.match(size!.verdict, /^Different \(p < .*large effect/);
  assert.equal(report.decision, "skip_training");
});

Deno.test("default: a threshold that can never alarm gives a warning with its past rate", () => {
  const never = driftCheck({ ...byDefault, threshold: 1e-60 });
  assert.equal(never.drift_detected, false);
  assert.match(
    never.warnings.join(),
    /^threshold 1e-60 can never alarm: its limit is .* it would have alarmed in 0 of 15 past/,
  );
  const short = driftCheck({ ...byDefault, threshold: 1e-4, weeklyShares: weekly(mix(8)) });
  assert.match(short.warnings.join(), /can never alarm with so few past weeks/);
  assert.deepEqual(driftCheck(byDefault).warnings, []);
});

Deno.test("default: a threshold that always alarms gives a warning with its past rate", () => {
  const always = driftCheck({ ...byDefault, threshold: 0.999 });
  assert.match(always.warnings.join(), /alarms too often .* alarmed in \d+ of 15 past weeks/);
  const { weeks, alarms } = always.past_decisions!;
  assert.ok(weeks === 15 && alarms >= 5);
});

Deno.test("original: the report says what the matrix cannot show, and warns by the past alarm rate", () => {
  const shares = weekly(mix(24, { lost: 0.5 }));
  const report = driftCheck({ ...input, weeklyShares: shares, past: { weeks: 20, alarms: 0 } });
  assert.equal(report.decision, "skip_training");
  assert.match(
    report.hides!,
    /not when customers buy differently\. In the purchases, brand B .* report drift/,
  );
  assert.match(report.warnings.join(), /has never alarmed: .* in 0 of 20 past weeks/);
  const often = driftCheck({ ...input, past: { weeks: 20, alarms: 12 } });
  assert.match(often.warnings.join(), /alarms too often/);
  assert.equal(driftCheck(byDefault).hides, null);
});

Deno.test("decisions and forecasts of earlier runs are kept", () => {
  const decision = (week: string) => ({
    week,
    decision: "skip_training" as const,
    drift_detected: false,
    scores: { brand: 0.4 },
  });
  const realised = [{
    week: "1971-W48",
    preset: "default" as const,
    average_precision: 0.6,
    pairs: 10,
    purchases: 2,
  }];
  const report = driftCheck({
    ...byDefault,
    pastDecisions: [decision("2024-W42"), decision("2024-W43"), decision("2024-W44")],
    realised,
  });
  assert.deepEqual(report.history.map(({ week }) => week), ["2024-W42", "2024-W43", "2024-W44"]);
  assert.ok(report.history[2]!.scores["brand"]! < 1 && report.history[2]!.scores["brand"] !== 0.4);
  assert.deepEqual(report.realised, realised);
});

Deno.test("a past forecast has a chart once its week is complete", () => {
  const names = weekly(mix(24)).mix.weeks.map(weekName);
  const realised = names.slice(-9).map((week, i) => ({
    week,
    preset: "default" as const,
    average_precision: i === 8 ? 0.3 : 0.6 + 0.01 * (i % 2),
    pairs: 10,
    purchases: 2,
  }));
  const chart = (entries: typeof realised) =>
    driftCheck({ ...byDefault, realised: entries }).notices.find(({ name }) =>
      name === "realised_average_precision"
    );
  assert.ok(chart(realised)!.noticed);
  assert.match(chart(realised)!.text, /0\.300, before that 0\.605 \(−50 %\): .* beyond the limit/);
  assert.match(chart(realised.slice(-1))!.text, /no earlier week to compare with yet/);
  assert.equal(chart(realised.slice(0, -1)), undefined);
});

Deno.test("products, customers, columns and missing values that changed are reported", () => {
  const bought = {
    week: Int32Array.of(119, 120, 121, 122, 122, 123, 123),
    customer: Float64Array.of(1, 1, 1, 1, 2, 2, 3),
    product: Float64Array.of(7, 7, 8, 8, 7, 7, 9),
  };
  const shape = (columns: string[], X: number) => ({
    columns: { clientes: columns },
    nulls: { clientes: { X, Y: 4 } },
  });
  const { schema, inputs } = driftCheck({
    ...byDefault,
    bought,
    shapeBefore: shape(["X", "Y"], 0),
    shape: shape(["Y", "Z"], 3),
  });
  assert.deepEqual(schema.products, {
    new: { count: 1, first: [9] },
    vanished: { count: 1, first: [8] },
  });
  assert.deepEqual(schema.customers, {
    new: { count: 1, first: [3] },
    vanished: { count: 1, first: [1] },
  });
  assert.deepEqual(schema.columns, [
    { table: "clientes", new_columns: ["Z"], vanished_columns: ["X"] },
  ]);
  assert.deepEqual(schema.nulls, [{ table: "clientes", column: "X", before: 0, now: 3 }]);
  assert.deepEqual(inputs, shape(["Y", "Z"], 3));
  // both sides have the same brands
  assert.deepEqual(schema.categories, []);
});
