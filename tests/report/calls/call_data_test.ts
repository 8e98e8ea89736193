import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gunzipSync } from "node:zlib";
import { translator } from "../../../lib/language/messages.ts";
import { callData, packed } from "../../../lib/report/calls/call_data.ts";
import type { CallData } from "../../../lib/report/calls/packed_calls.ts";
import { callSection } from "../../../lib/report/calls/call_section.ts";
import { pastText, reasonText } from "../../../lib/stages/calls/reason_text.ts";
import { readPage } from "../outside_references.ts";
import { madeUpCalls } from "./made_up_calls.ts";

const EN = translator("en");

Deno.test("the packed list has every shop, product, number and reason", () => {
  const list = madeUpCalls({ shops: 60, seed: 3 });
  const text = gunzipSync(Buffer.from(packed(callData(list, EN)), "base64")).toString();
  const data: CallData = JSON.parse(text);
  assert.deepEqual(
    data.shops.map(([id]) => id),
    list.shops.map((shop) => String(shop.customer_id)),
  );
  data.shops.forEach(([, purchases, items, codes, listed, offers, stopped, overdue, usual], i) => {
    const shop = list.shops[i]!;
    assert.deepEqual([purchases, items], [shop.purchases, shop.items]);
    const values = codes.map((code, a) => data.attributes[a]!.values[code]);
    const [region, zone, type] = list.customers[shop.customer_id]!.attributes;
    assert.deepEqual(values, [String(region), String(zone), type], "X has too many values");
    for (const [found, wanted] of [[listed, shop.products], [offers, shop.offers]] as const) {
      assert.deepEqual(
        found.map(([p, chance, quantity, reason]) => [
          data.products[p]![0],
          chance,
          quantity,
          data.reasons[reason],
        ]),
        wanted.map(({ product_id, probability, quantity, reason }) => [
          String(product_id),
          Math.round(1000 * probability),
          quantity,
          reasonText(reason, EN, list),
        ]),
      );
    }
    for (const [found, wanted] of [[stopped, shop.stopped], [usual, shop.usual ?? []]] as const) {
      assert.deepEqual(
        found.map(([p, reason]) => [data.products[p]![0], data.reasons[reason]]),
        wanted.map((past) => [String(past.product_id), pastText(past, EN)]),
      );
    }
    assert.equal(overdue?.[1], shop.overdue?.since);
  });
});

Deno.test("attributes with one value or very many are searched, and are no filters", () => {
  const list = madeUpCalls({ shops: 300, seed: 4 });
  list.customer_columns = ["city", "owner", "customer_type", "X"];
  Object.values(list.customers).forEach(({ attributes }, i) => {
    attributes.splice(0, 2, "Norte", `Owner ${i}`);
  });
  const { attributes, shops } = callData(list, EN);
  assert.deepEqual(attributes.map(({ label, filter, shown }) => [label, filter, shown]), [
    ["city", false, false],
    ["owner", false, false],
    ["Type", true, true],
  ]);
  const [, , , codes] = shops[17]!;
  assert.deepEqual(codes.slice(0, 2).map((code, a) => attributes[a]!.values[code]), [
    "Norte",
    "Owner 17",
  ]);
});

Deno.test("15,000 shops with five products each take less than 2 MB", () => {
  const list = madeUpCalls({ shops: 15_000, products: 300, listed: 5 });
  const { html, scripts, style } = callSection(list, EN);
  const size = html.length + style.length + scripts.join("").length;
  assert.ok(size < 2e6, `${size}`);
});

Deno.test("names cannot leave their place in the page", () => {
  const list = madeUpCalls({ shops: 3, seed: 5 });
  const hostile = `</script><img src=x onerror="alert(1)">&\u202e`;
  for (const shop of Object.values(list.customers)) shop.attributes[2] = hostile;
  for (const product of Object.values(list.products)) product.name = hostile;
  const { document } = readPage(callSection(list, EN).html);
  assert.equal(document.querySelectorAll("img").length, 0);
  assert.equal(document.querySelectorAll("script").length, 1);
});

Deno.test("a list without shops is an empty list", () => {
  const list = madeUpCalls({ shops: 0 });
  assert.deepEqual(callData(list, EN).shops, []);
  assert.match(callSection(list, EN).html, /<ol><\/ol>/);
});

Deno.test("without scripts, products have their ids: several may have the same name", () => {
  const list = madeUpCalls({ shops: 5, seed: 2 });
  const [product] = list.shops.find(({ products }) => products.length > 0)!.products;
  const { product_id } = product!;
  const label = `${list.products[product_id]!.name} (${product_id}): `;
  assert.ok(callSection(list, EN).html.includes(`<li>${label}`));
});
