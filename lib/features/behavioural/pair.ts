import { NEVER } from "./rhythm.ts";
import { type FeaturesOf, gather, gatherAll, type WeekView } from "./week_view.ts";

export const PAIR = {
  pair_decay_60: "share of past weeks in which the customer bought it, weeks weighted by 0.6^lag",
  pair_decay_80: "share of past weeks in which the customer bought it, weeks weighted by 0.8^lag",
  pair_decay_90: "share of past weeks in which the customer bought it, weeks weighted by 0.9^lag",
  pair_decay_96: "share of past weeks in which the customer bought it, weeks weighted by 0.96^lag",
  pair_weeks_4: "weeks of the last 4 in which the customer bought it",
  pair_weeks_8: "weeks of the last 8 in which the customer bought it",
  pair_weeks_12: "weeks of the last 12 in which the customer bought it",
  pair_weeks_26: "weeks of the last 26 in which the customer bought it",
  pair_weeks_ever: "weeks in which the customer ever bought it",
  pair_weeks_since: "weeks since the customer last bought it",
  pair_days_since:
    "days from the customer's last order of it, in the last week bought, to the Monday of the week",
  pair_age: "weeks since the customer first bought it",
  pair_interval:
    "mean weeks between two weeks in which the customer bought it; 999 with fewer than two",
  pair_lateness:
    "weeks since the customer last bought it over the mean spacing, weeks since the first / weeks bought",
  pair_lag_1: "the customer bought it last week",
  pair_lag_2: "the customer bought it two weeks ago",
  pair_lag_3: "the customer bought it three weeks ago",
  pair_lag_4: "the customer bought it four weeks ago",
  pair_baskets_since:
    "days with an order of the customer since the last order of it, in the last week bought",
  pair_share_of_activity_80:
    "weeks in which the customer bought it over the customer's active weeks, both weighted by 0.8^lag",
  pair_share_of_activity_90:
    "weeks in which the customer bought it over the customer's active weeks, both weighted by 0.9^lag",
  pair_share_of_activity_96:
    "weeks in which the customer bought it over the customer's active weeks, both weighted by 0.96^lag",
  pair_share_of_active_weeks_5:
    "share of the customer's last 5 active weeks in which it was bought",
  pair_share_of_active_weeks_10:
    "share of the customer's last 10 active weeks in which it was bought",
  pair_hazard:
    "share of its gaps no shorter than the open one that ended now, 4 average gaps added",
  pair_rank: "how many of the customer's products have a higher decayed frequency (0.9^lag)",
} as const;

/** How often, how recently and how regularly the customer bought the product. */
export function pairFeatures(view: WeekView): FeaturesOf<keyof typeof PAIR> {
  const { pair, customer, history, monday } = view;
  const { pairs, lastDay } = history;
  const lag = (l: number) => pair.lags.map((bits) => bits >>> (l - 1) & 1);
  const ofActivity = (own: Float32Array, all: Float32Array) =>
    own.map((decayed, row) => decayed / all[pairs.customer[row]!]! || 0);
  const values = {
    pair_decay_60: pair.decay60,
    pair_decay_80: pair.decay80,
    pair_decay_90: pair.decay90,
    pair_decay_96: pair.decay96,
    pair_weeks_4: pair.in4,
    pair_weeks_8: pair.in8,
    pair_weeks_12: pair.in12,
    pair_weeks_26: pair.in26,
    pair_weeks_ever: pair.ever,
    pair_lateness: pair.lateness,
    pair_lag_1: lag(1),
    pair_lag_2: lag(2),
    pair_lag_3: lag(3),
    pair_lag_4: lag(4),
    pair_share_of_activity_80: ofActivity(pair.decay80, customer.decay80),
    pair_share_of_activity_90: ofActivity(pair.decay90, customer.decay90),
    pair_share_of_activity_96: ofActivity(pair.decay96, customer.decay96),
    pair_share_of_active_weeks_5: shareOfActiveWeeks(view, 5),
    pair_share_of_active_weeks_10: shareOfActiveWeeks(view, 10),
    pair_hazard: hazard(view),
  };
  const sinceNever = {
    pair_weeks_since: pair.since,
    pair_age: pair.age,
    pair_interval: pair.interval,
    pair_baskets_since: basketsSince(view),
    pair_rank: rank(view),
  };
  const daysSince = pair.end.map((end) => monday - (lastDay[end - 1] ?? 0));
  return (rows) => ({
    ...gatherAll(values, rows.pair, 0),
    ...gatherAll(sinceNever, rows.pair, NEVER),
    pair_days_since: gather(daysSince, rows.pair, 7 * NEVER),
  });
}

function basketsSince({ history, pair, monday }: WeekView): Float32Array {
  const { pairs, lastDay, orderDays } = history;
  const since = new Float32Array(pairs.length);
  for (let row = 0; row < pairs.length; row++) {
    if (pair.ever[row] === 0) continue;
    const customer = pairs.customer[row]!;
    const last = lastDay[pair.end[row]! - 1]!;
    for (let i = orderDays.start[customer + 1]! - 1; i >= orderDays.start[customer]!; i--) {
      const day = orderDays.at[i]!;
      if (day <= last) break;
      if (day < monday) since[row]!++;
    }
  }
  return since;
}

function shareOfActiveWeeks(view: WeekView, last: number): Float32Array {
  const { history: { pairs, activity }, customer, pair } = view;
  return Float32Array.from({ length: pairs.length }, (_, row) => {
    const c = pairs.customer[row]!;
    const end = customer.end[c]!;
    const from = Math.max(activity.start[c]!, end - last);
    if (end === from) return 0;
    const since = activity.at[from]!;
    let bought = 0;
    for (let i = pair.end[row]! - 1; i >= pairs.weeks.start[row]!; i--) {
      if (pairs.weeks.at[i]! < since) break;
      bought++;
    }
    return bought / (end - from);
  });
}

/**
 * If the pair is bought this week, its open gap ends after `since` weeks. The hazard is the share
 * of gaps of at least that length that ended then (a Nelson–Aalen step). For the share of all
 * pairs, open gaps count as censored after `since − 1` weeks.
 */
function hazard({ history: { pairs }, pair, week, history }: WeekView): Float32Array {
  const PRIOR = 4; // weight of all pairs' hazard, in gaps
  const { start, at } = pairs.weeks;
  const longest = week - history.firstWeek + 1;
  const ended = new Float64Array(longest + 1), lasted = new Float64Array(longest + 2);
  for (let row = 0; row < pairs.length; row++) {
    for (let i = start[row]! + 1; i < pair.end[row]!; i++) ended[at[i]! - at[i - 1]!]!++;
    // the open gap has lasted until last week
    if (pair.ever[row]! > 0) lasted[pair.since[row]! - 1]!++;
  }
  for (let gap = longest; gap >= 0; gap--) lasted[gap]! += lasted[gap + 1]! + ended[gap]!;

  return Float32Array.from({ length: pairs.length }, (_, row) => {
    if (pair.ever[row] === 0) return 0;
    const open = pair.since[row]!;
    let own = 0, ownLasted = 0;
    for (let i = start[row]! + 1; i < pair.end[row]!; i++) {
      const gap = at[i]! - at[i - 1]!;
      if (gap === open) own++;
      if (gap >= open) ownLasted++;
    }
    const all = lasted[open]! > 0 ? ended[open]! / lasted[open]! : 0;
    return (own + PRIOR * all) / (ownLasted + PRIOR);
  });
}

function rank({ history: { pairs }, pair }: WeekView): Float32Array {
  const ranks = new Float32Array(pairs.length);
  for (let row = 0; row < pairs.length; row++) {
    const c = pairs.customer[row]!;
    for (let other = pairs.first[c]!; other < pairs.first[c + 1]!; other++) {
      if (pair.decay90[other]! > pair.decay90[row]!) ranks[row]!++;
    }
  }
  return ranks;
}
