import type { WeekView } from "../../features/behavioural/week_view.ts";
import type { Id } from "../../table/ids.ts";
import type { StoppedProduct } from "./call_list.ts";
import { type Habit, habitOf } from "./habit.ts";

/** A regular: bought so many times, at least every so many weeks. */
const REGULAR = { times: 6, every: 4 };

/**
 * Without a purchase for three times the usual gap, at least four weeks, a regular has stopped; after
 * half a year there is nothing to win back.
 */
const STOPPED = { gaps: 3, least: 4, most: 26 };

/** A shop is overdue after three times its usual gap between orders, at least three weeks. */
const OVERDUE = { gaps: 3, least: 3, most: 26 };

/** A product that nobody bought in so many weeks was given up by the supplier, not by the shop. */
const SOLD_WITHIN = 2;

/** Whether a regular has not been bought for long. */
function isMissing(
  habit: Habit,
  { gaps, least, most }: typeof STOPPED,
): habit is Habit & { every: number } {
  const { times, every, since } = habit;
  return every !== undefined && times >= REGULAR.times && every <= REGULAR.every &&
    since > Math.max(gaps * every, least) && since <= most;
}

/** Weeks since anybody bought each product. */
export function weeksSinceSold({ history: { pairs, products }, pair }: WeekView): Float64Array {
  const since = new Float64Array(products).fill(Infinity);
  for (let row = 0; row < pairs.length; row++) {
    const product = pairs.member[row]!;
    since[product] = Math.min(since[product]!, pair.since[row]!);
  }
  return since;
}

/**
 * The regular products that a shop has stopped although it still orders, without those that nobody
 * buys any more, and those that the shop replaced by one with the same attributes.
 */
export function stoppedProducts(
  view: WeekView,
  customer: number,
  { sinceSold, ids, quantity }: {
    sinceSold: Float64Array;
    ids: ArrayLike<Id>;
    /** Units of an ordinary purchase, by product. */
    quantity: Float64Array;
  },
): StoppedProduct[] {
  const { history: { pairs, groupOfProduct }, pair, week } = view;
  const first = pairs.first[customer]!, end = pairs.first[customer + 1]!;
  const lastOfGroup = new Map<number, number>();
  for (let row = first; row < end; row++) {
    const group = groupOfProduct[pairs.member[row]!]!;
    lastOfGroup.set(group, Math.min(lastOfGroup.get(group) ?? Infinity, pair.since[row]!));
  }
  const stopped: StoppedProduct[] = [];
  for (let row = first; row < end; row++) {
    const product = pairs.member[row]!;
    const habit = habitOf(pairs.weeks, row, week);
    if (!habit || !isMissing(habit, STOPPED)) continue;
    if (sinceSold[product]! > SOLD_WITHIN) continue;
    if (lastOfGroup.get(groupOfProduct[product]!)! < habit.since) continue;
    stopped.push({
      product_id: ids[product]!,
      quantity: Number(quantity[product]!.toPrecision(3)),
      every: habit.every,
      since: habit.since,
    });
  }
  return stopped.sort((a, b) => b.since / b.every - a.since / a.every);
}

/** The usual weeks between the orders of a shop and the weeks since the last, if that is long ago. */
export function overdueShop(
  { history: { activity }, week }: WeekView,
  customer: number,
): { every: number; since: number } | undefined {
  const habit = habitOf(activity, customer, week);
  if (!habit || !isMissing(habit, OVERDUE)) return undefined;
  return { every: habit.every, since: habit.since };
}
