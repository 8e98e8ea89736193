import assert from "node:assert/strict";
import {
  type PredictionMetrics,
  predictionMetrics,
} from "../../../lib/metrics/prediction_metrics.ts";
import { measuresTable } from "../../../lib/notebook/tables/measures_table.ts";
import { qualityTable } from "../../../lib/notebook/tables/quality_table.ts";
import { settingsTable } from "../../../lib/notebook/tables/settings_table.ts";

Deno.test("measuresTable() compares validation with test, with meanings", () => {
  const validation = { average_precision: 0.6 } as PredictionMetrics;
  const test = { average_precision: 0.5 } as PredictionMetrics;
  const { columns, rows } = measuresTable({ validation, test, calibration: null });
  assert.deepEqual(columns, ["measure", "validation", "test", "meaning"]);
  assert.deepEqual(rows[0], ["average_precision", 0.6, 0.5, "mean precision over all recalls"]);
  // results of older versions omit some
  assert.equal(rows.length, 1);
});

Deno.test("measuresTable() explains every measure, and the weeks of the calibration", () => {
  const measured = predictionMetrics({
    customer: [1, 1, 2, 2],
    week: new Int32Array(4),
    label: Uint8Array.of(1, 0, 1, 0),
    probability: Float64Array.of(0.8, 0.6, 0.4, 0.2),
    repeat: [3, 0, 0, 1],
  }, 0.5);
  const meanings = (calibration: { a: number; b: number; c: number } | null) =>
    measuresTable({ validation: measured, test: measured, calibration }).rows
      .map((row) => row as unknown[]).map(([name, , , meaning]) => `${name}: ${meaning}`);
  assert.equal(meanings(null).length, 12);
  assert.ok(meanings(null).every((text) => /: \w/.test(text) && !text.includes("fitted")));
  assert.match(
    meanings({ a: 1, b: 1, c: 0 }).at(-1)!,
    /^calibration_error: .*fitted on the validation weeks$/,
  );
});

Deno.test("qualityTable() has one line per table", () => {
  const entities = {
    rows: 10,
    duplicate_rows_dropped: 1,
    null_key_rows_dropped: 2,
    null_attributes: {},
    rows_kept: 7,
    with_sales: 5,
  };
  const transacciones = {
    rows: 100,
    duplicate_rows_dropped: 5,
    null_rows_dropped: { items: 1, purchase_date: 2 },
    unknown_customer_rows_dropped: 3,
    unknown_product_rows_dropped: 4,
    rows_kept: 85,
  };
  const quality = { transacciones, clientes: entities, productos: entities };
  const { rows } = qualityTable(quality as unknown as Parameters<typeof qualityTable>[0]);
  assert.deepEqual(rows, [
    ["transacciones", 100, 5, 3, 7, 85],
    ["clientes", 10, 1, 2, 0, 7],
    ["productos", 10, 1, 2, 0, 7],
  ]);
});

Deno.test("settingsTable() shows the searched ranges with three digits", () => {
  const space = { max_features: { kind: "float" as const, low: 0.06, high: 0.30004 } };
  const search = { space, model: "random_forest" };
  assert.deepEqual(settingsTable({ max_features: 0.123456, trees: 100 }, [search]).rows, [
    ["max_features", "0.123", "0.06", "0.3"],
    ["trees", "100", null, null],
  ]);
  const ofBlend = { "random_forest.max_features": 0.1, "gradient_boosting.max_depth": 6 };
  const boosting = {
    space: { max_depth: { kind: "int" as const, low: 5, high: 7 } },
    model: "gradient_boosting",
  };
  for (const searches of [[search, boosting], [boosting, search, boosting]]) {
    assert.deepEqual(settingsTable(ofBlend, searches).rows, [
      ["random_forest.max_features", "0.1", "0.06", "0.3"],
      ["gradient_boosting.max_depth", "6", "5", "7"],
    ]);
  }
});
