import { counted, percent } from "./in_words.ts";
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
function purchases(week: WeekFacts, past: WeekFacts[]): string | undefined {
  const usual = median(past.map((other) => other.purchases));
  const ratio = week.purchases / usual;
  if (usual < FEWEST.purchases || ratio >= 0.43 && ratio <= 1.75) return undefined;
  const cause = ratio > 1 ? "are two weeks in one, or lines doubled?" : "is the export complete?";
  return `${counted(week.purchases, "purchase")}, usually ${counted(usual)}: ${cause}`;
}

/** After the first two weeks of the real data, at most 9 % of a week's customers were new. */
function newCustomers(week: WeekFacts): string | undefined {
  const { newCustomers, customers } = week;
  if (customers.size < FEWEST.customers || newCustomers < 0.5 * customers.size) return undefined;
  return `${counted(newCustomers)} of the ${counted(customers.size, "customer")} had never ` +
    "bought before: was customer_id numbered anew?";
}

/**
 * Pairs that were never bought before: from 2024-W05 on, at most 21 % of the purchases of a real
 * week, and no 15 points more than usual. Ids that changed places make most pairs new.
 */
function newPairs(week: WeekFacts, past: WeekFacts[]): string | undefined {
  const share = ({ newPairs, purchases }: WeekFacts) => newPairs / Math.max(1, purchases);
  // at first every pair is new
  const usual = median(past.slice(-2 * REGULAR_WEEKS).map(share)), found = share(week);
  if (week.purchases < FEWEST.purchases || found <= 1.5 * usual + 0.2) return undefined;
  return `${percent(found)} of the purchases are of a customer and a product that were never ` +
    `bought together before, usually ${percent(usual)}: were customer_id or product_id mixed up?`;
}

/** In the real data at most 40 % of the regular customers paused at once (2024-W28). */
function goneCustomers(week: WeekFacts, past: WeekFacts[]): string | undefined {
  const { regular, gone } = goneOf(past.map(({ customers }) => customers), week.customers);
  if (regular < FEWEST.customers || gone <= 0.6 * regular) return undefined;
  return `${counted(gone)} of the ${counted(regular, "customer")} who bought in each of the ` +
    `${REGULAR_WEEKS} weeks before bought nothing: is the export complete, and customer_id ` +
    "unchanged?";
}

/** In the real data at most 13 % of the regular products paused at once (2024-W13 and W15). */
function goneProducts(week: WeekFacts, past: WeekFacts[]): string | undefined {
  const { regular, gone } = goneOf(past.map(({ products }) => products), week.products);
  if (regular < FEWEST.products || gone <= 0.35 * regular) return undefined;
  return `${counted(gone)} of the ${counted(regular, "product")} sold in each of the ` +
    `${REGULAR_WEEKS} weeks before were not sold: is the export complete, and product_id unchanged?`;
}

/**
 * Smaller parts of the purchases may pause; of products more easily, as one product can be a
 * category: size 0.5 paused, with 0.9 % (2024-W06).
 */
const CATEGORY = { share: { customer: 0, product: 0.02 }, purchases: 20 };

/** A region, a kind of customer or of product without purchases, as none was in the real data. */
function goneCategories(week: WeekFacts, past: WeekFacts[]): string | undefined {
  const gone: string[] = [];
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
      gone.push(
        `${name} ${category} with ${counted(found, "purchase")}, usually ${counted(expected)}`,
      );
    }
  }
  if (gone.length === 0) return undefined;
  const more = gone.length > 3 ? ` and ${gone.length - 3} more` : "";
  return `${gone.slice(0, 3).join(", ")}${more}: is a part missing in the export?`;
}

function goneOf(
  past: Set<number>[],
  now: Set<number>,
): { regular: number; gone: number } {
  const [first, ...others] = past.slice(-REGULAR_WEEKS);
  const regular = [...first!].filter((id) => others.every((week) => week.has(id)));
  return { regular: regular.length, gone: regular.filter((id) => !now.has(id)).length };
}
