import { random } from "./random.ts";

/** Purchases of the compared weeks: who, when, and which category of each variable (−1 missing). */
export interface ClusteredPurchases {
  customer: Int32Array;
  week: Int32Array;
  variables: { variable: string; categories: number; codes: Int32Array }[];
}

/** The permutation test of one variable. */
export interface ClusterPValue {
  variable: string;
  /** Pearson's chi-square of recent or not × category. */
  statistic: number;
  /** (1 + permutations at least as far) / (1 + permutations). */
  pValue: number;
}

/**
 * Whether a mix differs between the recent weeks and the others beyond chance, rows of one customer
 * not being independent: the week labels are permuted within each customer, whole baskets at a time,
 * weeks without a purchase included. On this kind of data a plain chi-square test calls random halves
 * of the same period different every time; this one does in 5–7.5 % of cases at the 5 % level.
 *
 * O(permutations × purchases of the recent weeks × variables).
 *
 * @param purchases every purchase of the compared weeks.
 * @param weeks all compared weeks, and which of them are recent.
 */
export function withinCustomerPermutation(
  purchases: ClusteredPurchases,
  weeks: { reference: number[]; recent: number[] },
  { permutations = 999, seed = 0 }: { permutations?: number; seed?: number } = {},
): ClusterPValue[] {
  const baskets = basketsOf(purchases, [...weeks.reference, ...weeks.recent]);
  const { variables } = purchases;
  const totals = variables.map(({ categories, codes }) => {
    const counts = new Float64Array(categories);
    for (const row of baskets.rows) if (codes[row]! >= 0) counts[codes[row]!]!++;
    return counts;
  });
  /** The statistics where `chosen` names each customer's recent weeks. */
  const statistics = (chosen: (customer: number) => ArrayLike<number>) => {
    const recent = totals.map((counts) => new Float64Array(counts.length));
    for (let customer = 0; customer < baskets.customers; customer++) {
      const labels = chosen(customer);
      for (let i = 0; i < labels.length; i++) {
        const basket = customer * baskets.weeks + labels[i]!;
        for (let at = baskets.starts[basket]!; at < baskets.starts[basket + 1]!; at++) {
          const row = baskets.rows[at]!;
          variables.forEach(({ codes }, v) => {
            if (codes[row]! >= 0) recent[v]![codes[row]!]!++;
          });
        }
      }
    }
    return totals.map((counts, v) => twoRowChiSquare(counts, recent[v]!));
  };

  const recentLabels = weeks.recent.map((_, i) => weeks.reference.length + i);
  const observed = statistics(() => recentLabels);
  const asFar = new Uint32Array(variables.length);
  const { below } = random(seed, 0x9e21);
  const labels = Int32Array.from({ length: baskets.weeks }, (_, i) => i);
  const picked = labels.subarray(0, recentLabels.length);
  const draw = () => {
    for (let i = 0; i < picked.length; i++) {
      const j = i + below(labels.length - i);
      [labels[i], labels[j]] = [labels[j]!, labels[i]!];
    }
    return picked;
  };
  for (let permutation = 0; permutation < permutations; permutation++) {
    statistics(draw).forEach((statistic, v) => {
      // sums in another order differ in the last bits
      if (statistic >= observed[v]! * (1 - 1e-12)) asFar[v]!++;
    });
  }
  return variables.map(({ variable }, v) => ({
    variable,
    statistic: observed[v]!,
    pValue: (1 + asFar[v]!) / (1 + permutations),
  }));
}

/** The rows of each customer and week, together: basket = customer × weeks + position of the week. */
function basketsOf({ customer, week }: ClusteredPurchases, weeks: number[]) {
  const positionOf = new Map(weeks.map((name, position) => [name, position]));
  const indexOf = new Map<number, number>();
  const basketOf = new Int32Array(customer.length).fill(-1);
  for (let row = 0; row < customer.length; row++) {
    const position = positionOf.get(week[row]!);
    if (position === undefined) continue;
    let index = indexOf.get(customer[row]!);
    if (index === undefined) indexOf.set(customer[row]!, index = indexOf.size);
    basketOf[row] = index * weeks.length + position;
  }
  const starts = new Uint32Array(indexOf.size * weeks.length + 1);
  for (const basket of basketOf) if (basket >= 0) starts[basket + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const rows = new Uint32Array(starts[starts.length - 1]!), next = starts.slice();
  basketOf.forEach((basket, row) => {
    if (basket >= 0) rows[next[basket]!++] = row;
  });
  return { customers: indexOf.size, weeks: weeks.length, starts, rows };
}

/** Pearson's chi-square of the counts in one row against the rest of the total; 0 where one is empty. */
function twoRowChiSquare(total: Float64Array, part: Float64Array): number {
  const all = total.reduce((sum, count) => sum + count, 0);
  const share = part.reduce((sum, count) => sum + count, 0) / all;
  if (!(share > 0 && share < 1)) return 0;
  let statistic = 0;
  for (let j = 0; j < total.length; j++) {
    if (total[j]! > 0) statistic += (part[j]! - share * total[j]!) ** 2 / total[j]!;
  }
  return statistic / (share * (1 - share));
}
