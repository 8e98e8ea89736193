import type { EntityQuality } from "../../table/entities.ts";
import type { LineQuality } from "../../table/line_quality.ts";

/** Rows read, repaired and kept, as plain JSON for `run.json` and the report. */
export interface QualityReport {
  /** Order lines. */
  transacciones: LineQuality & {
    /** On or after the Monday of the predicted week. */
    later_rows_ignored: number;
    rows_kept: number;
    /** Rows kept with `items` ≤ 0. */
    returns: number;
    first_date: string;
    last_date: string;
  };
  /** Customers. */
  clientes: EntityQuality & { with_sales: number };
  /** Products. */
  productos: EntityQuality & { with_sales: number };
  /** ISO names of the first and the predicted week, and the number of complete weeks. */
  weeks: { first_week: string; predicted_week: string; complete_weeks: number };
}
