import { purchaseHistory } from "../../features/behavioural/purchase_history.ts";
import { weekView } from "../../features/behavioural/week_view.ts";
import { releaseMemory } from "../../table/release_memory.ts";
import { weekName } from "../../table/time/week.ts";
import type { Id } from "../../table/ids.ts";
import type { Entities } from "../../table/sales_data.ts";
import type { Forecast } from "../predict.ts";
import type { PredictInput } from "../score_blocks.ts";
import type { CallList, CallProduct, Described, ShopCall } from "./call_list.ts";
import { chosenPairs } from "./chosen_pairs.ts";
import { describedCustomer, describedProduct } from "./described.ts";
import { familyContributions } from "./family_contributions.ts";
import type { Habit } from "./habit.ts";
import { orderedQuantity } from "./ordered_quantity.ts";
import { pairFacts } from "./pair_facts.ts";
import { pairReason, statementsOf } from "./pair_reason.ts";
import { pastPurchases } from "./past_purchases.ts";

/** Shops or pairs after which the memory of what was made of them is released. */
const RELEASE_AFTER = 10_000;

/**
 * What to do in each shop: the pairs of the list with quantity and reason, new pairs to offer,
 * regular products that stopped, and shops that have not ordered for long.
 *
 * O(pairs of the catalogue), and an explanation for each listed or offered pair of which several
 * things can be said.
 *
 * @param options.decisionThreshold pairs with a higher probability are listed, as in
 *   `predicciones.csv`.
 */
export async function makeCallList(
  { sales, model, features }: PredictInput,
  forecast: Forecast,
  { decisionThreshold, workers = 1, onProgress = () => {} }: {
    decisionThreshold: number;
    workers?: number;
    onProgress?: (fraction: number) => void;
  },
): Promise<CallList> {
  const { customers, products } = sales, width = products.ids.length;
  const { week, probability, quantity } = forecast;
  const view = weekView(purchaseHistory(sales), week);
  const { listed, offered } = chosenPairs(view, forecast, decisionThreshold);
  const customerOf = (row: number) => Math.floor(row / width);

  const factsOf = pairFacts(view, products);
  const known = new Map<
    number,
    { habit: Habit | undefined; statements: ReturnType<typeof statementsOf> }
  >();
  for (const row of [...listed, ...offered]) {
    const facts = factsOf(customerOf(row), row % width);
    known.set(row, { habit: facts.habit, statements: statementsOf(facts) });
    if (known.size % RELEASE_AFTER === 0) await releaseMemory();
  }
  // the trees score shops with orders only; one statement needs no choice
  const explained = Int32Array.from(known.keys()).filter((row) =>
    view.customer.ever[customerOf(row)]! > 0 && known.get(row)!.statements.length > 1
  ).sort();
  const contributions = await familyContributions({ model, features }, week, {
    customer: explained.map(customerOf),
    product: explained.map((row) => row % width),
  }, { workers, onProgress });
  await releaseMemory();
  const ofRow = new Map(Array.from(explained, (row, i) => [row, contributions[i]!]));

  const ordered = orderedQuantity(view.history, quantity);
  const callProduct = (row: number): CallProduct => {
    const { habit, statements } = known.get(row)!;
    return {
      product_id: products.ids[row % width]!,
      probability: Number(probability[row]!.toFixed(6)),
      quantity: ordered(row),
      ...habit && lastAndUsual(habit),
      reason: pairReason(statements, ofRow.get(row)),
    };
  };
  const [listedOf, offeredOf] = [listed, offered].map((rows) => Map.groupBy(rows, customerOf));
  const isListed = new Set(listed);
  const pastOf = pastPurchases(view, {
    ids: products.ids,
    quantity: ordered,
    isListed: (row) => isListed.has(row),
  });
  const shops: ShopCall[] = [];
  for (const [c, customer_id] of Array.from<Id>(customers.ids).entries()) {
    const shop: ShopCall = {
      customer_id,
      ...expectedOf(probability, quantity, c * width, width),
      products: (listedOf!.get(c) ?? []).map(callProduct),
      offers: (offeredOf!.get(c) ?? []).map(callProduct),
      ...pastOf(c),
    };
    const { products, offers, stopped, overdue } = shop;
    const isNamed = products.length + offers.length + stopped.length > 0 || overdue !== undefined;
    if (isNamed) shops.push(shop);
    if (c % RELEASE_AFTER === 0) await releaseMemory();
  }
  shops.sort((a, b) => b.purchases - a.purchases);

  return {
    week: weekName(week),
    customer_columns: customers.columns.map(({ name }) => name),
    product_columns: products.columns.map(({ name }) => name),
    customers: described(customers, shops.map((shop) => shop.customer_id), describedCustomer),
    products: described(products, shops.flatMap(productsIn), describedProduct),
    shops,
  };
}

function lastAndUsual({ since, every }: Habit): Pick<CallProduct, "since" | "every"> {
  return { since, ...every === undefined ? {} : { every } };
}

/** The expected purchases and units of the pairs of a shop. */
function expectedOf(
  probability: Float64Array,
  quantity: Float64Array,
  begin: number,
  width: number,
): Pick<ShopCall, "purchases" | "items"> {
  let purchases = 0, items = 0;
  for (let row = begin; row < begin + width; row++) {
    purchases += probability[row]!;
    items += probability[row]! * quantity[row]!;
  }
  return { purchases: Number(purchases.toPrecision(4)), items: Number(items.toPrecision(4)) };
}

/** The ids of all products that the call of a shop names. */
function productsIn({ products, offers, stopped, usual = [] }: ShopCall): Id[] {
  const variants = [...products, ...offers]
    .flatMap(({ reason }) => reason.kind === "variant" ? [reason.product] : []);
  return [...products, ...offers, ...stopped, ...usual].map(({ product_id }) => product_id)
    .concat(variants);
}

/** The wanted shops or products by id. */
function described(
  all: Entities,
  wanted: Id[],
  describe: (all: Entities, index: number) => Described,
): Record<string, Described> {
  const isWanted = new Set(wanted);
  return Object.fromEntries(
    Array.from<Id, [Id, number]>(all.ids, (id, index) => [id, index])
      .filter(([id]) => isWanted.has(id))
      .map(([id, index]) => [String(id), describe(all, index)]),
  );
}
