import assert from "node:assert/strict";
import { applyKBins, fitKBins } from "../../../lib/features/encoders/k_bins.ts";
import { applyOneHot, expandOneHot, fitOneHot } from "../../../lib/features/encoders/one_hot.ts";
import {
  applyStandardScaler,
  fitStandardScaler,
} from "../../../lib/features/encoders/standard_scaler.ts";
import { applyWinsorizer, fitWinsorizer } from "../../../lib/features/encoders/winsorizer.ts";
import { quantiles } from "../../../lib/stats/quantile.ts";
import type { CategoricalColumn } from "../../../lib/table/column_table.ts";
import oracle from "../../oracles/encoders.json" with { type: "json" };

function near(actual: number, expected: number, tolerance = 1e-12) {
  const close = Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), 1e-300);
  assert.ok(close, `${actual} is not ${expected}`);
}

function texts(name: string, rows: (string | null)[]): CategoricalColumn {
  const categories = [...new Set(rows.filter((row) => row !== null))];
  const codes = Int32Array.from(rows, (row) => row === null ? -1 : categories.indexOf(row));
  return { kind: "categorical", name, codes, categories };
}

for (const expected of oracle.cases) {
  const train = Float64Array.from(expected.train), unseen = Float64Array.from(expected.new);

  Deno.test(`quantiles and winsorizer equal numpy's: ${expected.name}`, () => {
    assert.deepEqual(quantiles(train, [0, 0.1, 0.3, 0.5, 0.77, 1]), expected.quantiles);
    const winsorizer = fitWinsorizer(train);
    assert.deepEqual(winsorizer, { lower: expected.lower, upper: expected.upper });
    assert.deepEqual([...applyWinsorizer(winsorizer, unseen)], expected.winsorized);
  });

  Deno.test(`standard scaler equals scikit-learn's: ${expected.name}`, () => {
    const scaler = fitStandardScaler(train);
    near(scaler.scale, expected.scale);
    assert.ok(Math.abs(scaler.mean - expected.mean) <= 1e-13 * Math.abs(expected.scale));
    applyStandardScaler(scaler, unseen).forEach((value, row) =>
      assert.ok(Math.abs(value - expected.scaled[row]!) < 1e-12 * (1 + Math.abs(value)))
    );
  });

  Deno.test(`k-bins equal scikit-learn's: ${expected.name}`, () => {
    const bins = fitKBins(train);
    const inner = expected.edges.filter((edge) => Number.isFinite(edge));
    assert.deepEqual(bins.edges, inner);
    assert.deepEqual([...applyKBins(bins, unseen)], expected.bins);
  });
}

Deno.test("one-hot equals scikit-learn's, with all zeros for unknown categories", () => {
  const encoder = fitOneHot(texts("brand", oracle.one_hot.train));
  assert.deepEqual(encoder.categories, oracle.one_hot.categories);
  const encoded = applyOneHot(encoder, texts("brand", oracle.one_hot.new));
  const { columns } = expandOneHot({ length: oracle.one_hot.new.length, columns: [encoded] });
  oracle.one_hot.encoded.forEach((row, i) =>
    assert.deepEqual(columns.map((column) => column.values[i]), row)
  );
});

Deno.test("one-hot learns only the categories that occur in its rows", () => {
  const column = { ...texts("brand", ["b", "a"]), codes: Int32Array.of(0, 0) };
  assert.deepEqual(fitOneHot(column).categories, ["b"]);
});

Deno.test("encoders keep missing numbers missing and ignore them when fitted", () => {
  const column = Float64Array.of(NaN, 1, 2, NaN, 3);
  const known = Float64Array.of(1, 2, 3);
  assert.deepEqual(fitWinsorizer(column), fitWinsorizer(known));
  assert.deepEqual(fitStandardScaler(column), fitStandardScaler(known));
  assert.deepEqual(fitKBins(column), fitKBins(known));
  assert.equal(applyWinsorizer(fitWinsorizer(column), column)[0], NaN);
  assert.equal(applyStandardScaler(fitStandardScaler(column), column)[3], NaN);
  assert.equal(applyKBins(fitKBins(column), column)[0], NaN);
});

Deno.test("encoders of a column without values change nothing", () => {
  const empty = Float64Array.of(NaN, NaN), values = Float64Array.of(-7, 1e9);
  assert.deepEqual(applyWinsorizer(fitWinsorizer(empty), values), values);
  assert.deepEqual(applyStandardScaler(fitStandardScaler(empty), values), values);
  assert.deepEqual([...applyKBins(fitKBins(empty), values)], [0, 0]);
});

Deno.test("fitWinsorizer() rejects quantiles out of order", () => {
  assert.throws(() => fitWinsorizer(Float64Array.of(1), { lower: 0.9, upper: 0.1 }), /0.9, 0.1/);
});

Deno.test("a column of one value is scaled to zeros, also where the value is 0", () => {
  for (const value of [0, 7, 1e9]) {
    const column = new Float64Array(5).fill(value);
    assert.deepEqual(fitStandardScaler(column), { mean: value, scale: 1 });
    assert.deepEqual([...applyStandardScaler(fitStandardScaler(column), column)], [0, 0, 0, 0, 0]);
  }
});
