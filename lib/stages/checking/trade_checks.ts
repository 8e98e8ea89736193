import type { Message } from "../../language/message.ts";
import { inPercent } from "./in_percent.ts";
import { median } from "./median.ts";
import type { WeekCheck, WeekFacts } from "./week_facts.ts";

/** Weeks in each of which a regular customer or product traded. */
const REGULAR_WEEKS = 4;

/** Fewer expected purchases, customers or products may be missing by chance. */
const FEWEST = { purchases: 30, customers: 20, products: 10 };

/** Checks of who bought how much in a week. */
export const TRADE_CHECKS: WeekCheck[] = [
  purchases,
  newCustomers,
  newPairs,
  goneCustomers,
  goneProducts,
  goneCategories,
];

/** The lowest real week had 46 % of the usual purchases (2024-W20), the highest 145 % (W30). */
function purchases(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  const usual = median(past.map((other) => other.purchases));
  const ratio = week.purchases / usual;
  if (usual < FEWEST.purchases || ratio >= 0.43 && ratio <= 1.75) return undefined;
  return {
    key: "unusual.purchases",
    values: {
      found: week.purchases,
      usual: Math.round(usual),
      direction: ratio > 1 ? "more" : "fewer",
    },
  };
}

/** After the first two weeks of the real data, at most 9 % of a week's customers were new. */
function newCustomers(week: WeekFacts): Message | undefined {
  const { newCustomers, customers } = week;
  if (customers.size < FEWEST.customers || newCustomers < 0.5 * customers.size) return undefined;
  return {
    key: "unusual.newCustomers",
    values: { found: newCustomers, customers: customers.size },
  };
}

/**
 * Pairs that were never bought before: from 2024-W05 on, at most 21 % of the purchases of a real
 * week, and no 15 points more than usual. Ids that changed places make most pairs new.
 */
function newPairs(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  const share = ({ newPairs, purchases }: WeekFacts) => newPairs / Math.max(1, purchases);
  // at first every pair is new
  const usual = median(past.slice(-2 * REGULAR_WEEKS).map(share)), found = share(week);
  if (week.purchases < FEWEST.purchases || found <= 1.5 * usual + 0.2) return undefined;
  return {
    key: "unusual.newPairs",
    values: { found: inPercent(found), usual: inPercent(usual) },
  };
}

/** In the real data at most 40 % of the regular customers paused at once (2024-W28). */
function goneCustomers(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  const { regular, gone } = goneOf(past.map(({ customers }) => customers), week.customers);
  if (regular < FEWEST.customers || gone <= 0.6 * regular) return undefined;
  return { key: "unusual.goneCustomers", values: { gone, regular, weeks: REGULAR_WEEKS } };
}

/** In the real data at most 13 % of the regular products paused at once (2024-W13 and W15). */
function goneProducts(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  const { regular, gone } = goneOf(past.map(({ products }) => products), week.products);
  if (regular < FEWEST.products || gone <= 0.35 * regular) return undefined;
  return { key: "unusual.goneProducts", values: { gone, regular, weeks: REGULAR_WEEKS } };
}

/**
 * Smaller parts of the purchases may pause; of products more easily, as one product can be a
 * category: size 0.5 paused, with 0.9 % (2024-W06).
 */
const CATEGORY = { share: { customer: 0, product: 0.02 }, purchases: 20 };

/** Categories that are named. */
const SHOWN = 3;

/** A region, a kind of customer or of product without purchases, as none was in the real data. */
function goneCategories(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  const gone: Message[] = [];
  for (const name of new Set(past.flatMap(({ categories }) => [...categories.keys()]))) {
    const countsOf = ({ categories }: WeekFacts) => categories.get(name)?.counts;
    const { of } = past.find(({ categories }) => categories.has(name))!.categories.get(name)!;
    for (const category of new Set(past.flatMap((other) => [...countsOf(other)?.keys() ?? []]))) {
      const share = median(
        past.map((other) => (countsOf(other)?.get(category) ?? 0) / Math.max(1, other.purchases)),
      );
      const found = countsOf(week)?.get(category) ?? 0, expected = share * week.purchases;
      const small = share < CATEGORY.share[of] || expected < CATEGORY.purchases;
      if (small || found > 0.1 * expected) continue;
      gone.push({
        key: "unusual.category",
        values: { attribute: name, category, found, usual: Math.round(expected) },
      });
    }
  }
  if (gone.length === 0) return undefined;
  return {
    key: "unusual.goneCategories",
    values: { gone: gone.slice(0, SHOWN), more: Math.max(0, gone.length - SHOWN) },
  };
}

function goneOf(
  past: Set<number>[],
  now: Set<number>,
): { regular: number; gone: number } {
  const [first, ...others] = past.slice(-REGULAR_WEEKS);
  const regular = [...first!].filter((id) => others.every((week) => week.has(id)));
  return { regular: regular.length, gone: regular.filter((id) => !now.has(id)).length };
}
