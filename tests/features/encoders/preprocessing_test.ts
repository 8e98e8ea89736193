import assert from "node:assert/strict";
import {
  applyPreprocessing,
  fitPreprocessing,
  MISSING_CATEGORY,
  ORIGINAL_STEPS,
} from "../../../lib/features/encoders/preprocessing.ts";
import { expandOneHot } from "../../../lib/features/encoders/one_hot.ts";
import { random } from "../../../lib/stats/random.ts";
import type { Column, ColumnTable } from "../../../lib/table/column_table.ts";

/** Columns as in the original's matrix: six numbers, two texts, one number without a preprocessing step. */
function shops(seed: number, length: number): ColumnTable {
  const { uniform, below } = random(seed);
  const numeric = (name: string, missing = 0): Column => ({
    kind: "numeric",
    name,
    values: Float64Array.from({ length }, () => uniform() < missing ? NaN : uniform() * 100),
  });
  const text = (name: string, categories: string[], missing = 0): Column => ({
    kind: "categorical",
    name,
    categories,
    codes: Int32Array.from(
      { length },
      () => uniform() < missing ? -1 : below(categories.length),
    ),
  });
  return {
    length,
    columns: [
      ...ORIGINAL_STEPS.scale.map((name) => numeric(name, name === "X" ? 0.1 : 0)),
      text("brand", ["A", "B", "C"]),
      text("package", ["CAN", "BOTTLE"], 0.2),
      numeric("week"),
    ],
  };
}

const train = shops(1, 200), later = shops(2, 50);
const learned = fitPreprocessing(train, ORIGINAL_STEPS);
const column = (table: ColumnTable, name: string) =>
  table.columns.find((column) => column.name === name)!;

Deno.test("preprocessing imputes, scales, keeps a text as one column and adds the bins", () => {
  const { columns } = applyPreprocessing(learned, later);
  assert.deepEqual(columns.map((c) => c.name), [
    ...train.columns.map((c) => c.name),
    "Y_bin",
    "X_bin",
  ]);
  for (const c of columns) {
    if (c.kind === "numeric") assert.ok(c.values.every(Number.isFinite), c.name);
  }
  const bins = column({ length: 50, columns }, "X_bin");
  assert.ok(bins.kind === "categorical" && bins.categories.length === 10);
});

Deno.test("preprocessed training columns have mean 0 and variance 1", () => {
  const x = column(applyPreprocessing(learned, train), "X");
  assert.ok(x.kind === "numeric");
  const values = [...x.values];
  const mean = values.reduce((sum, v) => sum + v, 0) / 200;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 200;
  assert.ok(Math.abs(mean) < 1e-12 && Math.abs(variance - 1) < 1e-12);
});

Deno.test("a missing value has its own category, an unknown category has none", () => {
  const brand = column(later, "brand"), pack = column(later, "package");
  assert.ok(brand.kind === "categorical" && pack.kind === "categorical");
  const renamed = { ...brand, categories: ["A", "NEW", "C"] };
  const columns = later.columns.map((c) => c === brand ? renamed : c);
  const table = applyPreprocessing(learned, { length: 50, columns });
  const after = column(table, "brand"), packAfter = column(table, "package");
  assert.ok(after.kind === "categorical" && packAfter.kind === "categorical");
  brand.codes.forEach((code, row) => assert.equal(after.codes[row] === -1, code === 1));
  pack.codes.forEach((code, row) => {
    const text = packAfter.categories[packAfter.codes[row]!];
    assert.equal(text, code === -1 ? MISSING_CATEGORY : pack.categories[code]);
  });
});

Deno.test("fitted preprocessing can be stored as JSON", () => {
  const read = JSON.parse(JSON.stringify(learned));
  assert.deepEqual(applyPreprocessing(read, later), applyPreprocessing(learned, later));
});

Deno.test("later rows do not change fitted preprocessing", () => {
  const before = JSON.stringify(learned);
  applyPreprocessing(learned, later);
  assert.equal(JSON.stringify(learned), before);
  assert.deepEqual(fitPreprocessing(train, ORIGINAL_STEPS), learned);
});

Deno.test("one-hot names are readable", () => {
  const names = expandOneHot(applyPreprocessing(learned, later)).columns.map((c) => c.name);
  assert.deepEqual(names.slice(6, 13), [
    "brand=A",
    "brand=B",
    "brand=C",
    "package=(missing)",
    "package=BOTTLE",
    "package=CAN",
    "week",
  ]);
  assert.ok(names.includes("X_bin=0") && names.includes("Y_bin=9"));
});

Deno.test("an error names the column that is absent or of another kind", () => {
  const steps = { ...ORIGINAL_STEPS, impute: ["brand"] };
  assert.throws(() => fitPreprocessing(train, steps), /not a numeric column.*brand/);
  const without = { length: 50, columns: later.columns.slice(1) };
  assert.throws(() => applyPreprocessing(learned, without), /numeric column region_id: absent/);
});

Deno.test("a column without values becomes zeros, without bins", () => {
  const empty: Column = { kind: "numeric", name: "X", values: new Float64Array(4).fill(NaN) };
  const steps = { impute: ["X"], winsorize: ["X"], scale: ["X"], kBins: ["X"] };
  const learntOfNone = fitPreprocessing({ length: 4, columns: [empty] }, steps);
  assert.deepEqual(learntOfNone.columns, [{
    kind: "numeric",
    name: "X",
    median: 0,
    kBins: { edges: [] },
    winsorizer: { lower: 0, upper: 0 },
    scaler: { mean: 0, scale: 1 },
  }]);
  const [x, bins] = applyPreprocessing(learntOfNone, { length: 4, columns: [empty] }).columns;
  assert.deepEqual(x, { ...empty, values: new Float64Array(4) });
  assert.ok(bins?.kind === "categorical");
  assert.deepEqual([[...bins.codes], bins.categories], [[0, 0, 0, 0], ["0"]]);
});
