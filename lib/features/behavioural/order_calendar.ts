import { mondayOfWeek } from "../../table/time/week.ts";
import { type FeaturesOf, gatherAll, type WeekView } from "./week_view.ts";
import { NEVER } from "./rhythm.ts";

export const ORDER_CALENDAR = {
  order_days_since: "days from the customer's last order to the Monday of the week",
  order_lateness_20:
    "days since the customer's last order over the median of the last 20 gaps between orders",
  order_lateness_6:
    "days since the customer's last order over the median of the last 6 gaps between orders",
  order_gap_median: "median days between the customer's orders, last 20 gaps",
  order_gap_spread: "standard deviation over mean of the customer's last 20 gaps between orders",
  order_next:
    "days from the Monday to the expected next order: the last one + median of the last 6 gaps",
  order_last_weekday: "weekday of the customer's last order, 0 = Monday",
  order_modal_weekday:
    "the weekday on which the customer ordered most often, 0 = Monday, the earlier of equals",
  order_days_28: "days within the last 28 on which the customer ordered",
  order_hazard:
    "share of the customer's gaps (0.95^age) as long as the open one that end this week, and 2 at all's share",
} as const;

/** When the customer orders, and whether an order is due in the week. */
export function orderCalendarFeatures(view: WeekView): FeaturesOf<keyof typeof ORDER_CALENDAR> {
  const { history: { customers, orderDays }, monday } = view;
  const column = (value = 0) => new Float32Array(customers).fill(value);
  const calendar = {
    order_days_since: column(7 * NEVER),
    order_lateness_20: column(),
    order_lateness_6: column(),
    order_gap_median: column(7 * NEVER),
    order_gap_spread: column(),
    order_next: column(7 * NEVER),
    order_last_weekday: column(-1),
    order_modal_weekday: column(-1),
    order_days_28: column(),
    order_hazard: column(),
  };
  const dueOfAll = dueByDaysSince(view);
  for (let c = 0; c < customers; c++) {
    const start = orderDays.start[c]!;
    let end = start;
    while (end < orderDays.start[c + 1]! && orderDays.at[end]! < monday) end++;
    if (end === start) continue;
    const days = orderDays.at.subarray(start, end);
    const last = days[days.length - 1]!;
    const since = monday - last;
    const gaps = days.subarray(1).map((day, i) => day - days[i]!);
    calendar.order_days_since[c] = since;
    calendar.order_last_weekday[c] = weekday(last);
    calendar.order_modal_weekday[c] = modalWeekday(days);
    calendar.order_days_28[c] = days.filter((day) => day >= monday - 28).length;
    calendar.order_hazard[c] = due(gaps, since, dueOfAll);
    if (gaps.length === 0) continue;
    const recent = gaps.slice(-20);
    const median20 = median(recent), median6 = median(gaps.slice(-6));
    calendar.order_gap_median[c] = median20;
    calendar.order_lateness_20[c] = since / median20;
    calendar.order_lateness_6[c] = since / median6;
    calendar.order_gap_spread[c] = spread(recent);
    calendar.order_next[c] = last + median6 - monday;
  }
  return (rows) => gatherAll(calendar, rows.customer, 0);
}

/**
 * Share of all customers' gaps of at least `since` days that ended before `since + 7`, by `since`.
 */
function dueByDaysSince({ history: { customers, orderDays, firstWeek }, monday }: WeekView) {
  const longest = monday - mondayOfWeek(firstWeek) + 8;
  const lasted = new Float64Array(longest + 8);
  for (let c = 0; c < customers; c++) {
    for (let i = orderDays.start[c]! + 1; i < orderDays.start[c + 1]!; i++) {
      if (orderDays.at[i]! >= monday) break;
      lasted[orderDays.at[i]! - orderDays.at[i - 1]!]!++;
    }
  }
  for (let gap = longest + 6; gap >= 0; gap--) lasted[gap]! += lasted[gap + 1]!;
  return (since: number) => lasted[since]! > 0 ? 1 - lasted[since + 7]! / lasted[since]! : 0;
}

/**
 * The open gap has lasted `since` days on the Monday. The result is the share of past gaps of at
 * least that length that ended on the Monday or within six days after it. The customer's newest gap
 * has weight 1, each earlier one 0.95 of the next; in the prior all gaps have equal weight.
 */
function due(gaps: Int32Array, since: number, ofAll: (since: number) => number): number {
  const PRIOR = 2; // weight of all customers' share, in gaps
  let lasted = 0, ended = 0;
  for (let i = gaps.length - 1, weight = 1; i >= 0; i--, weight *= 0.95) {
    if (gaps[i]! < since) continue;
    lasted += weight;
    if (gaps[i]! < since + 7) ended += weight;
  }
  return (ended + PRIOR * ofAll(since)) / (lasted + PRIOR);
}

function median(values: Int32Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function spread(values: Int32Array): number {
  let sum = 0, squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, squares / values.length - mean * mean)) / mean;
}

/** 0 is Monday: 1970-01-01 was a Thursday. */
function weekday(day: number): number {
  return ((day + 3) % 7 + 7) % 7;
}

function modalWeekday(days: Int32Array): number {
  const counts = new Int32Array(7);
  for (const day of days) counts[weekday(day)]!++;
  return counts.indexOf(Math.max(...counts));
}
