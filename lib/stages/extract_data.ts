import type pl from "nodejs-polars";
import type { Message } from "../language/message.ts";
import { type Check, checkColumns } from "../table/contracts/check_columns.ts";
import { firstIncompleteWeek } from "../table/time/complete_weeks.ts";
import { contractOf, MIN_COMPLETE_WEEKS, type TableName } from "../table/contracts/contracts.ts";
import { emptyWeeks, purchasedWeeks } from "../features/purchases/purchased_weeks.ts";
import { localDays } from "../table/time/local_days.ts";
import { entitiesOf } from "../table/entities.ts";
import type { Ids } from "../table/ids.ts";
import { linesBefore, orderLinesOf } from "../table/order_lines.ts";
import type { OrderLines, SalesData } from "../table/sales_data.ts";
import { counted, type Violation, violationLine } from "../table/contracts/violation.ts";
import { dayName, mondayOfWeek, parseWeek, weekName, weekOfDay } from "../table/time/week.ts";
import { zoneWarning } from "../table/time/zone_warning.ts";
import { UserError } from "../user_error.ts";
import { dataWarnings, unusualGaps } from "./checking/data_warnings.ts";
import { impossibleQuantities } from "./checking/impossible_quantities.ts";
import type { QualityReport } from "./checking/quality_report.ts";
import { unusualWeeks } from "./checking/unusual_weeks.ts";

/** The three input tables, unchecked. */
export type RawTables = Record<TableName, pl.DataFrame>;

export interface ExtractOptions {
  today: Date;
  week?: string | null | undefined;
  timeZone?: string | null | undefined;
  weeksToInclude?: number | undefined;
}

/** The checked data and what was found in them. */
export interface Extracted {
  sales: SalesData;
  /** Week index of the first incomplete week of the data, whatever week is predicted. */
  newestWeek: number;
  quality: QualityReport;
  /** Day of the newest transaction of the data, and how many days ago that was. */
  newestDay: number;
  ageDays: number;
  warnings: Message[];
  /** What looks wrong although it can be read, one sentence each without its final period. */
  unusual: Message[];
}

/**
 * Checks the three tables against their contracts, repairs them where possible, and determines the
 * week to predict.
 *
 * @param options.today no purchase may be on a later day.
 * @param options.timeZone IANA name of the zone of days: that of `today`, and those of instants in
 * the file; UTC if null.
 * @param options.week ISO name of the week to predict, as if the data ended before its Monday; by
 * default the first incomplete week.
 * @param options.weeksToInclude complete weeks that must hold purchases.
 * @throws UserError with every violation of the three tables, one per line; if most quantities of the
 * included weeks are not above 0; or if the week cannot be predicted, or fewer than 3 complete weeks
 * with purchases precede it.
 */
export function extractData(raw: RawTables, options: ExtractOptions): Extracted {
  const check = (table: TableName) =>
    checkColumns(raw[table], contractOf(table), options.today, options.timeZone ?? "UTC");
  return extractChecked({
    transacciones: check("transacciones"),
    clientes: check("clientes"),
    productos: check("productos"),
  }, options);
}

/** {@linkcode extractData} of tables whose columns are checked. Those of `transacciones` are used up. */
export function extractChecked(
  { transacciones, clientes, productos }: Record<TableName, Check>,
  { today, week, timeZone, weeksToInclude = 12 }: ExtractOptions,
): Extracted {
  const zone = zoneWarning(transacciones.checked, timeZone);
  const customers = entitiesOf(clientes.checked);
  const products = entitiesOf(productos.checked);
  const all = orderLinesOf(transacciones.checked, {
    customers: idsWhereSound(customers.entities.ids),
    products: idsWhereSound(products.entities.ids),
  });
  refuse(
    [transacciones, all, clientes, customers, productos, products].flatMap((part) =>
      part.violations
    ),
  );

  const firstWeek = weekOfDay(all.lines.day[0]!);
  const newestWeek = firstIncompleteWeek(all.lines.day);
  const impossible = impossibleQuantities(all.lines, {
    predictedWeek: Math.min(parseWeek(week ?? "") ?? newestWeek, newestWeek),
    count: weeksToInclude,
  });
  if (impossible) throw new UserError(impossible);
  const predictedWeek = weekToPredict(all.lines, { firstWeek, newestWeek }, week);
  const lines = linesBefore(all.lines, mondayOfWeek(predictedWeek));
  const sales = {
    customers: customers.entities,
    products: products.entities,
    lines,
    firstWeek,
    predictedWeek,
  };
  const quality = {
    transacciones: {
      ...all.quality,
      later_rows_ignored: all.lines.length - lines.length,
      rows_kept: lines.length,
      returns: lines.items.reduce((count, items) => count + (items <= 0 ? 1 : 0), 0),
      first_date: dayName(lines.day[0]!),
      last_date: dayName(lines.day[lines.length - 1]!),
    },
    clientes: { ...customers.quality, with_sales: new Set(lines.customer).size },
    productos: { ...products.quality, with_sales: new Set(lines.product).size },
    weeks: {
      first_week: weekName(firstWeek),
      predicted_week: weekName(predictedWeek),
      complete_weeks: predictedWeek - firstWeek,
    },
  };
  const todayDay = localDays(timeZone ?? "UTC")(today.getTime() * 1000);
  const newestDay = all.lines.day[all.lines.length - 1]!;
  const empty = emptyWeeks(sales);
  const warnings = dataWarnings(quality, { week, empty });
  return {
    sales,
    newestWeek,
    newestDay,
    ageDays: todayDay - newestDay,
    unusual: [...unusualWeeks(sales), ...unusualGaps(quality, empty)],
    quality,
    warnings: zone === undefined ? warnings : [zone, ...warnings],
  };
}

/** Ids for lookups; `undefined` if the column violates its contract or the table is empty. */
function idsWhereSound(ids: Ids): Ids | undefined {
  return ids.length > 0 ? ids : undefined;
}

function refuse(violations: Violation[]): void {
  if (violations.length === 0) return;
  throw new UserError(
    `The input tables violate their contracts in ${counted(violations.length, "place")}:\n` +
      violations.map(violationLine).join("\n") +
      `\nFix the files and run again; data/README.md lists what they must contain.`,
  );
}

function weekToPredict(
  all: OrderLines,
  { firstWeek, newestWeek: firstIncomplete }: { firstWeek: number; newestWeek: number },
  name: string | null | undefined,
): number {
  const purchased = purchasedWeeks({ lines: all, predictedWeek: firstIncomplete });
  const from = dayName(all.day[0]!), to = dayName(all.day[all.length - 1]!);
  if (purchased.length < MIN_COMPLETE_WEEKS) {
    const complete = firstIncomplete - firstWeek;
    throw new UserError(
      `transacciones.parquet, column purchase_date: expected at least ${MIN_COMPLETE_WEEKS} ` +
        `complete weeks (Monday to Sunday) with purchases, found ${purchased.length} ` +
        (complete > purchased.length ? `in ${counted(complete, "complete week")} ` : "") +
        `from ${from} to ${to}; add earlier transactions, or wait for more.`,
    );
  }
  const earliest = purchased[MIN_COMPLETE_WEEKS - 1]! + 1;
  if (name === null || name === undefined) return firstIncomplete;
  const range =
    `from ${weekName(earliest)} (after ${MIN_COMPLETE_WEEKS} weeks with purchases) to ` +
    `${weekName(firstIncomplete)} (the first incomplete week)`;
  const week = parseWeek(name);
  if (week === undefined || week < earliest || week > firstIncomplete) {
    throw new UserError(
      `--week ${name}: expected a week ${range}, found ` +
        `${
          week === undefined ? "no ISO week" : `one that starts on ${dayName(mondayOfWeek(week))}`
        }` +
        ` while transacciones.parquet covers ${from} to ${to}; give a week such as ` +
        `${weekName(firstIncomplete)}, or omit the option.`,
    );
  }
  return week;
}
