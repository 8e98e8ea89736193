import { mondayOfWeek, weekOfDay } from "../../../../lib/table/time/week.ts";
import { gaps, mean, median, over, sum, upTo } from "./arithmetic.ts";
import { type Features, NEVER_DAYS, type Past } from "./past.ts";

export function orderFeatures(past: Past, customer: number): Features {
  const days = past.orderDays(customer);
  const lastDay = days.at(-1);
  const daysSince = lastDay === undefined ? NEVER_DAYS : past.monday - lastDay;
  const all = gaps(days);
  const last20 = all.slice(-20), last6 = all.slice(-6);
  const spread = Math.sqrt(mean(last20.map((gap) => (gap - mean(last20)) ** 2)));
  const onWeekday = upTo(7).map((weekday) => days.filter((d) => weekdayOf(d) === weekday).length);
  return {
    order_days_since: daysSince,
    order_lateness_20: all.length > 0 ? daysSince / median(last20) : 0,
    order_lateness_6: all.length > 0 ? daysSince / median(last6) : 0,
    order_gap_median: all.length > 0 ? median(last20) : NEVER_DAYS,
    order_gap_spread: over(spread, mean(last20)),
    order_next: all.length > 0 ? median(last6) - daysSince : NEVER_DAYS,
    order_last_weekday: lastDay === undefined ? -1 : weekdayOf(lastDay),
    order_modal_weekday: days.length > 0 ? onWeekday.indexOf(Math.max(...onWeekday)) : -1,
    order_days_28: days.filter((day) => past.monday - day <= 28).length,
    order_hazard: lastDay === undefined ? 0 : hazard(past, all, daysSince),
  };
}

function weekdayOf(day: number): number {
  return day - mondayOfWeek(weekOfDay(day));
}

function hazard(past: Past, own: number[], daysSince: number): number {
  const asLong = (gap: number) => gap >= daysSince;
  const endsThisWeek = (gap: number) => asLong(gap) && gap < daysSince + 7;
  const weighted = own.toReversed().map((gap, age) => ({ gap, weight: 0.95 ** age }));
  const weightOf = (which: (gap: number) => boolean) =>
    sum(weighted.filter(({ gap }) => which(gap)).map(({ weight }) => weight));
  const all = past.customers.flatMap((c) => gaps(past.orderDays(c)));
  const shareOfAll = over(all.filter(endsThisWeek).length, all.filter(asLong).length);
  return over(weightOf(endsThisWeek) + 2 * shareOfAll, weightOf(asLong) + 2);
}
