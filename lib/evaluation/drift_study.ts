import { MAIN_VARIABLES, type PurchaseMix } from "../features/category_shares.ts";
import { largestCategoryMove, type WeeklyCounts } from "../stats/largest_category_move.ts";
import { type Random, random } from "../stats/random.ts";
import type { Windows } from "../stats/usual_move.ts";
import { weekName } from "../table/week.ts";
import { DRIFT_RULES } from "./drift_rules.ts";

/** How often each rule alarmed: `alarms[rule]` of `repeats`, rules in the order of `rules`. */
export interface AlarmCounts {
  repeats: number;
  alarms: number[];
}

/** What the drift rules do on these purchases; plain JSON. */
export interface DriftStudy {
  rules: string[];
  reference_weeks: number;
  threshold: number;
  /** Nothing drifted by construction: every alarm is false. */
  false_alarms: ({ shuffled: string } & AlarmCounts)[];
  /** What each rule would have decided in every week with enough past, oldest first. */
  weeks: { week: string; alarms: boolean[]; category: string; score: number; limit: number }[];
  /** A share of one category's purchases of a real week is taken away: alarms are right. */
  power: ({ variable: string; lost: number } & AlarmCounts)[];
}

/**
 * Measures drift rules on the purchases they will judge: false alarms where week labels are shuffled
 * (within each customer, whole baskets at a time; or over all baskets), the decisions of the real
 * weeks, and power where a random main category of a random week loses some of its purchases.
 *
 * O(repeats × purchases × variables): 47 weeks of 3,900 purchases take about 35 ms a repeat.
 *
 * @param mix purchases of at least `referenceWeeks` + 6 weeks.
 * @throws RangeError with fewer weeks: no rule has the four past moves that it needs.
 */
export function driftStudy(
  mix: PurchaseMix,
  { referenceWeeks = 4, repeats = 400, threshold = 0.05, lost = [0.1, 0.2, 0.4], seed = 0 }: {
    referenceWeeks?: number;
    repeats?: number;
    threshold?: number;
    /** Shares of a category's purchases that are taken away. */
    lost?: number[];
    seed?: number;
  } = {},
): DriftStudy {
  const length = mix.weeks.length, first = referenceWeeks + 4;
  if (length <= first) {
    throw new RangeError(`a drift study needs ${first + 1} weeks of purchases: ${length}`);
  }
  const alarmsOf = (variables: WeeklyCounts[], week: number) =>
    DRIFT_RULES.map((rule) => rule.alarms(variables, windowsAt(week, referenceWeeks), threshold));
  const count = (trial: (stream: number) => boolean[]): AlarmCounts => {
    const alarms = DRIFT_RULES.map(() => 0);
    for (let repeat = 0; repeat < repeats; repeat++) {
      trial(repeat).forEach((alarm, rule) => alarms[rule]! += Number(alarm));
    }
    return { repeats, alarms };
  };

  const weekOfRow = Int32Array.from(mix.purchases.week, (week) => week - mix.weeks[0]!);
  const { basketOf, baskets } = basketsOf(mix, weekOfRow);
  const rowsOfWeek: number[][] = mix.weeks.map(() => []);
  weekOfRow.forEach((week, row) => rowsOfWeek[week]!.push(row));
  const shuffles = { "weeks within each customer": withinCustomers, "whole orders": allBaskets };
  const false_alarms = Object.entries(shuffles).map(([shuffled, shuffle], kind) => ({
    shuffled,
    ...count((repeat) => {
      const weekOfBasket = shuffle(baskets, length, random(seed, 1 + kind, repeat));
      const shuffledWeeks = basketOf.map((basket) => weekOfBasket[basket]!);
      return alarmsOf(countsOf(mix, shuffledWeeks), length - 1);
    }),
  }));

  const main = mix.variables.filter(({ variable }) => MAIN_VARIABLES.includes(variable));
  const weeks = mix.weeks.slice(first).map((week, i) => {
    const windows = windowsAt(first + i, referenceWeeks);
    const { moves, limit } = largestCategoryMove(main, windows, { alpha: threshold });
    const { variable, category, score } = moves[0]!;
    const alarms = alarmsOf(mix.variables, first + i);
    return { week: weekName(week), alarms, category: `${variable} ${category}`, score, limit };
  });

  const power = main.flatMap(({ variable }, v) =>
    lost.map((share, s) => ({
      variable,
      lost: share,
      ...count((repeat) => {
        const draw = random(seed, 10 + v, s, repeat);
        const week = first + draw.below(length - first);
        const { moves } = largestCategoryMove(main, windowsAt(week, referenceWeeks));
        const own = moves.filter((move) => move.variable === variable);
        if (own.length === 0) return DRIFT_RULES.map(() => false);
        const { category } = own[draw.below(own.length)]!;
        return alarmsOf(
          withLoss(mix, rowsOfWeek[week]!, { variable, category, week, share }, draw),
          week,
        );
      }),
    }))
  );
  const rules = DRIFT_RULES.map((rule) => rule.name);
  return { rules, reference_weeks: referenceWeeks, threshold, false_alarms, weeks, power };
}

function windowsAt(week: number, referenceWeeks: number): Windows {
  return {
    reference: { from: week - referenceWeeks, to: week - 1 },
    recent: { from: week, to: week },
  };
}

/** Baskets: the purchases of one customer in one week. */
interface Baskets {
  customer: number[];
  week: number[];
}

function basketsOf({ purchases }: PurchaseMix, weekOfRow: Int32Array) {
  const baskets: Baskets = { customer: [], week: [] };
  const numbers = new Map<number, number>();
  const basketOf = Int32Array.from(weekOfRow, (week, row) => {
    const customer = purchases.customer[row]!, key = customer * 2 ** 20 + week;
    let basket = numbers.get(key);
    if (basket === undefined) {
      numbers.set(key, basket = numbers.size);
      baskets.customer.push(customer);
      baskets.week.push(week);
    }
    return basket;
  });
  return { basketOf, baskets };
}

/** Each customer's weeks, bought in or not, in a random order. */
function withinCustomers({ customer, week }: Baskets, weeks: number, draw: Random): Int32Array {
  const orders = new Map<number, Int32Array>();
  return Int32Array.from(week, (own, basket) => {
    let order = orders.get(customer[basket]!);
    if (!order) orders.set(customer[basket]!, order = shuffled(weeks, draw));
    return order[own]!;
  });
}

/** The weeks of all baskets in a random order. */
function allBaskets({ week }: Baskets, _weeks: number, draw: Random): Int32Array {
  return shuffled(week.length, draw).map((basket) => week[basket]!);
}

function shuffled(n: number, { below }: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** The weekly counts where every purchase is in the week of its position. */
function countsOf(mix: PurchaseMix, weekOfRow: Int32Array): WeeklyCounts[] {
  return mix.variables.map(({ variable, categories }, v) => {
    const { codes } = mix.purchases.variables[v]!, width = categories.length;
    const flat = new Uint32Array(mix.weeks.length * width);
    for (let row = 0; row < codes.length; row++) {
      if (codes[row]! >= 0) flat[weekOfRow[row]! * width + codes[row]!]!++;
    }
    const counts = mix.weeks.map((_, week) => [...flat.subarray(week * width, (week + 1) * width)]);
    return { variable, categories, counts };
  });
}

/** The counts after each purchase of a category in a week was lost with the chance `share`. */
function withLoss(
  mix: PurchaseMix,
  rows: number[],
  { variable, category, week, share }: {
    variable: string;
    category: string;
    week: number;
    share: number;
  },
  draw: Random,
): WeeklyCounts[] {
  const v = mix.variables.findIndex((other) => other.variable === variable);
  const code = mix.variables[v]!.categories.indexOf(category);
  const { variables } = mix.purchases;
  const counts = mix.variables.map((other) => [...other.counts[week]!]);
  for (const row of rows) {
    if (variables[v]!.codes[row] !== code || draw.uniform() >= share) continue;
    variables.forEach(({ codes }, other) => {
      if (codes[row]! >= 0) counts[other]![codes[row]!]!--;
    });
  }
  return mix.variables.map((other, i) => ({
    ...other,
    counts: other.counts.map((row, at) => at === week ? counts[i]! : row),
  }));
}
