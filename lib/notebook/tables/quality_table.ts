import type { QualityReport } from "../../stages/checking/quality_report.ts";
import type { PlainTable } from "../views.ts";

/** Rows read, dropped by reason, and kept, with one line per table. */
export function qualityTable(
  { transacciones, clientes, productos }: Pick<
    QualityReport,
    "transacciones" | "clientes" | "productos"
  >,
): PlainTable {
  const withoutKey = Object.values(transacciones.null_rows_dropped)
    .reduce((sum, count) => sum + count, 0);
  const unknown = transacciones.unknown_customer_rows_dropped +
    transacciones.unknown_product_rows_dropped;
  const { rows, duplicate_rows_dropped, rows_kept } = transacciones;
  return {
    columns: ["table", "rows", "duplicates dropped", "without a key", "unknown ids", "kept"],
    rows: [
      ["transacciones", rows, duplicate_rows_dropped, withoutKey, unknown, rows_kept],
      ...Object.entries({ clientes, productos }).map(([name, table]) => [
        name,
        table.rows,
        table.duplicate_rows_dropped,
        table.null_key_rows_dropped,
        0,
        table.rows_kept,
      ]),
    ],
  };
}
