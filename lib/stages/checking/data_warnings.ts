import type { Message, MessageKey, MessageValues } from "../../language/message.ts";
import { weekRanges } from "../../table/time/week_ranges.ts";
import type { QualityReport } from "./quality_report.ts";

/** A larger share of weeks without purchases is unusual; the real data have none. */
const EMPTY_SHARE = 0.1;

/** What is unusual in the weeks without purchases: that there are many. */
export function unusualGaps({ weeks, transacciones }: QualityReport, empty: number[]): Message[] {
  if (empty.length <= EMPTY_SHARE * weeks.complete_weeks) return [];
  return [{
    key: "data.gaps",
    values: {
      empty: empty.length,
      weeks: weeks.complete_weeks,
      date: transacciones.first_date,
    },
  }];
}

/**
 * What was repaired in the tables or left out.
 *
 * @param options.week the week to predict, as given.
 * @param options.empty weeks without purchases.
 */
export function dataWarnings(
  { transacciones, clientes, productos, weeks }: QualityReport,
  { week, empty }: { week?: string | null | undefined; empty: number[] },
): Message[] {
  const warnings: Message[] = [];
  const warn = (key: MessageKey, count: number, values: MessageValues = {}) => {
    if (count > 0) warnings.push({ key, values: { count, ...values } });
  };
  const tables = { transacciones, clientes, productos };
  for (const [table, { duplicate_rows_dropped }] of Object.entries(tables)) {
    warn("data.duplicates", duplicate_rows_dropped, { table });
  }
  for (const [column, count] of Object.entries(transacciones.null_rows_dropped)) {
    warn("data.nulls", count, { column });
  }
  warn("data.unknownCustomers", transacciones.unknown_customer_rows_dropped);
  warn("data.unknownProducts", transacciones.unknown_product_rows_dropped);
  for (
    const [table, { null_key_rows_dropped, null_attributes, rows_kept }] of Object.entries({
      clientes,
      productos,
    })
  ) {
    warn("data.withoutId", null_key_rows_dropped, { table });
    for (const [column, count] of Object.entries(null_attributes)) {
      if (count === rows_kept) {
        warnings.push({ key: "data.emptyColumn", values: { table, column } });
      } else {
        warn("data.withoutValue", count, { table, column });
      }
    }
  }
  if (!week) {
    warn("data.incompleteWeek", transacciones.later_rows_ignored, { week: weeks.predicted_week });
  }
  warn("data.emptyWeeks", empty.length, { weeks: weekRanges(empty) });
  return warnings;
}
