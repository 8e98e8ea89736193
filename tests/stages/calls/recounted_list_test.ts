import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { CallProduct, PastProduct } from "../../../lib/stages/calls/call_list.ts";
import type { Id } from "../../../lib/table/ids.ts";
import { weekOfDay } from "../../../lib/table/time/week.ts";
import { SIMULATED } from "./simulated_list.ts";

const { sales: SALES, list: LIST } = SIMULATED;

const CUSTOMERS: Id[] = Array.from<Id>(SALES.customers.ids);
const PRODUCTS: Id[] = Array.from<Id>(SALES.products.ids);

/** Weeks since each purchase (net quantity above 0), ascending, by `customer product`. */
const AGO = (() => {
  const net = new Map<string, number>(), { lines } = SALES;
  for (let row = 0; row < lines.length; row++) {
    const ago = SALES.predictedWeek - weekOfDay(lines.day[row]!);
    const key = `${CUSTOMERS[lines.customer[row]!]} ${PRODUCTS[lines.product[row]!]} ${ago}`;
    net.set(key, (net.get(key) ?? 0) + lines.items[row]!);
  }
  const found = [...net].filter(([, items]) => items > 0).map(([key]) => key.split(" "));
  return new Map(
    [...Map.groupBy(found, ([c, p]) => `${c} ${p}`)].map(([pair, keys]) =>
      [pair, keys.map(([, , ago]) => Number(ago)).sort((a, b) => a - b)] as const
    ),
  );
})();
const agoOf = (customer: unknown, product: unknown) => AGO.get(`${customer} ${product}`) ?? [];
const ordersOf = (customer: unknown) =>
  [...new Set(PRODUCTS.flatMap((product) => agoOf(customer, product)))].sort((a, b) => a - b);
const within = (ago: number[], from: number, to: number) =>
  ago.filter((weeks) => weeks >= from && weeks <= to).length;

/** Weeks by purchase in the 12 up to the last, or the mean gap, if there are three purchases. */
function usualGap(ago: number[]): number | undefined {
  if (ago.length < 3) return undefined;
  const inTwelve = within(ago, ago[0]!, ago[0]! + 11);
  const meanGap = (count: number) => (ago[count - 1]! - ago[0]!) / (count - 1);
  if (inTwelve < 3) return meanGap(3);
  return inTwelve === ago.length ? meanGap(ago.length) : 12 / inTwelve;
}

function assertSameGap(found: number | undefined, ago: number[]) {
  const mean = usualGap(ago);
  if (mean === undefined) assert.equal(found, undefined);
  else assert.ok(Math.abs(found! - mean) <= 0.05 + 1e-9, `${found} for ${mean}`);
}

/** Of the shops (of a type) that ordered in some weeks, the share that bought a product then. */
function shareOf(product: unknown, from: number, to: number, type?: string) {
  const types = SALES.customers.columns.find(({ name }) => name === "customer_type")!;
  assert.ok(types.kind === "categorical");
  const active = CUSTOMERS.filter((id, c) =>
    (type === undefined || types.categories[types.codes[c]!] === type) &&
    within(ordersOf(id), from, to) > 0
  );
  return active.filter((id) => within(agoOf(id, product), from, to) > 0).length / active.length;
}

const pairsOf = (chosen: (shop: typeof LIST.shops[number]) => CallProduct[]) =>
  LIST.shops.flatMap((shop) =>
    chosen(shop).map((pair) => ({ customer: shop.customer_id, ...pair }))
  );
const PAIRS = pairsOf(({ products, offers }) => [...products, ...offers]);

Deno.test("every number of every reason is that of the order lines", () => {
  const kinds = new Set<string>();
  for (const { customer, product_id, reason, since, every } of PAIRS) {
    const own = agoOf(customer, product_id);
    kinds.add(reason.kind);
    assert.equal(since, own[0]);
    assertSameGap(every, own);
    if ("since" in reason && reason.kind !== "variant") assert.equal(reason.since, own[0]);
    if ("weeks" in reason) {
      assert.equal(reason.weeks, within(own, 1, reason.of));
      assert.equal(reason.of, Math.min(reason.kind === "steady" ? 8 : 12, own.at(-1)!));
    }
    if (reason.kind === "due") {
      assert.equal(reason.every, Math.round(usualGap(own)!));
      assert.ok(reason.since >= reason.every && reason.since <= 3 * reason.every);
    }
    if (reason.kind === "variant") {
      assert.equal(reason.since, agoOf(customer, reason.product)[0]);
      const [one, other] = [reason.product, product_id].map((id) => LIST.products[id]!.attributes);
      assert.equal(reason.same, isDeepStrictEqual(one, other));
    }
    if (reason.kind === "alike" || reason.kind === "popular") {
      const column = LIST.customer_columns.indexOf("customer_type");
      const type = reason.kind === "alike"
        ? String(LIST.customers[customer]!.attributes[column])
        : undefined;
      assert.equal(reason.share, shareOf(product_id, 1, 4, type));
      if (reason.before !== undefined) {
        assert.equal(reason.before, shareOf(product_id, 5, 8, type));
        assert.ok(reason.share >= reason.before + 0.02);
      }
    }
  }
  assert.deepEqual([...kinds].sort(), [
    "alike",
    "back",
    "due",
    "popular",
    "recent",
    "steady",
    "variant",
  ]);
});

Deno.test("what a shop bought itself in twelve weeks is never explained by anything else", () => {
  for (const { customer, product_id, reason } of PAIRS) {
    const own = agoOf(customer, product_id);
    if (own[0]! <= 12) assert.match(reason.kind, /^(steady|due|recent)$/);
    // so that two products never explain each other
    if (reason.kind === "variant") assert.ok(!(own[0]! <= reason.since));
  }
});

Deno.test("a product is in one section of a shop only", () => {
  for (const { products, offers, stopped, usual = [] } of LIST.shops) {
    const ids = [...products, ...offers, ...stopped, ...usual].map(({ product_id }) => product_id);
    assert.equal(new Set(ids).size, ids.length, ids.join(" "));
  }
});

Deno.test("what stopped, and what an overdue shop usually bought, is that of the order lines", () => {
  const check = (
    ago: number[],
    { since, every, weeks, of }: Omit<PastProduct, "product_id" | "quantity">,
    end: number,
  ) => {
    assert.equal(since, ago[0]);
    assertSameGap(every, ago);
    assert.equal(weeks, within(ago, end, end - 1 + of));
    assert.ok(weeks > 0);
  };
  let stops = 0, overdues = 0;
  for (const { customer_id, stopped, overdue, usual = [], products } of LIST.shops) {
    for (const past of stopped) {
      stops++;
      const ago = agoOf(customer_id, past.product_id);
      check(ago, past, past.since);
      assert.equal(past.of, Math.min(12, ago.at(-1)! - ago[0]! + 1));
      assert.ok(past.since > 3 * usualGap(ago)! - 0.2);
    }
    if (!overdue) continue;
    overdues++;
    check(ordersOf(customer_id), overdue, overdue.since);
    assert.ok(usual.length + products.length > 0, "there is something to talk about");
    for (const past of usual) {
      check(agoOf(customer_id, past.product_id), past, overdue.since);
      assert.equal(past.of, overdue.of);
    }
    const others = PRODUCTS.filter((id) =>
      CUSTOMERS.some((customer) => agoOf(customer, id)[0]! <= 2) &&
      ![...usual, ...products].some(({ product_id }) => product_id === id)
    );
    const most = Math.max(
      ...others.map((id) =>
        within(agoOf(customer_id, id), overdue.since, overdue.since - 1 + overdue.of)
      ),
    );
    if (usual.length === 3) assert.ok(usual.every(({ weeks }) => weeks >= most));
  }
  assert.ok(stops >= 3 && overdues >= 3, `${stops} stopped, ${overdues} overdue`);
});

Deno.test("a product with the attributes of one bought in twelve weeks is explained by that one", () => {
  let twins = 0;
  for (const { customer, product_id, reason } of PAIRS) {
    const { attributes } = LIST.products[product_id]!;
    const ofTwins = Object.entries(LIST.products).filter(([id, other]) =>
      id !== String(product_id) && isDeepStrictEqual(other.attributes, attributes)
    ).map(([id]) => agoOf(customer, Number(id))[0] ?? Infinity);
    const own = agoOf(customer, product_id)[0] ?? Infinity, nearest = Math.min(...ofTwins);
    if (own <= 12 || nearest > 12 || nearest >= own) continue;
    twins++;
    assert.deepEqual([reason.kind, "same" in reason && reason.same], ["variant", true]);
  }
  assert.ok(twins > 0);
});
