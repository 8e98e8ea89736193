import assert from "node:assert/strict";
import type { PredictionMetrics } from "../../../lib/metrics/prediction_metrics.ts";
import { measuresTable } from "../../../lib/notebook/tables/measures_table.ts";
import { qualityTable } from "../../../lib/notebook/tables/quality_table.ts";
import { settingsTable } from "../../../lib/notebook/tables/settings_table.ts";

Deno.test("measuresTable() compares validation with test, with meanings", () => {
  const validation = { average_precision: 0.6 } as PredictionMetrics;
  const test = { average_precision: 0.5 } as PredictionMetrics;
  const { columns, rows } = measuresTable({ validation, test });
  assert.deepEqual(columns, ["measure", "validation", "test", "meaning"]);
  assert.deepEqual(rows[0], ["average_precision", 0.6, 0.5, "mean precision over all recalls"]);
  for (const row of rows) assert.ok((row as unknown[])[3], String(row));
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
  assert.deepEqual(settingsTable({ max_features: 0.123456, trees: 100 }, search).rows, [
    ["max_features", "0.123", "0.06", "0.3"],
    ["trees", "100", null, null],
  ]);
  const ofBlend = { "random_forest.max_features": 0.1, "gradient_boosting.max_depth": 6 };
  assert.deepEqual(settingsTable(ofBlend, search).rows, [
    ["random_forest.max_features", "0.1", "0.06", "0.3"],
    ["gradient_boosting.max_depth", "6", null, null],
  ]);
});
