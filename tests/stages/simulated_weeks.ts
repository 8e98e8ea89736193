import pl from "nodejs-polars";
import { dayName, mondayOfWeek, weekName, weekOfDay } from "../../lib/table/time/week.ts";
import { tables } from "./small_tables.ts";

const days = tables.transacciones.getColumn("purchase_date").cast(pl.Date).cast(pl.Int32);
const first = weekOfDay(Number(days.min()));

/** The name of a week of the small tables; the first is 1. */
export const week = (number: number) => weekName(first + number - 1);

/** A day of such a week as `YYYY-MM-DD`; Monday is 0. */
export const dayIn = (number: number, weekday = 0) =>
  dayName(mondayOfWeek(first + number - 1) + weekday);
