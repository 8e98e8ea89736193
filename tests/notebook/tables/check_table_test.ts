import assert from "node:assert/strict";
import { checkTable } from "../../../lib/notebook/tables/check_table.ts";

const PRODUCTS = {
  product_id: [1, 2],
  brand: ["A", "B"],
  category: ["soda", "soda"],
  sub_category: ["cola", "cola"],
  segment: ["low", "high"],
  package: ["can", "can"],
  size: [0.5, 1],
};

Deno.test("checkTable() lists every violation of a contract, one per line", () => {
  const { brand, ...rest } = PRODUCTS;
  const lines = checkTable("productos", { ...rest, Brand: brand, size: [0.5, -1] }).split("\n");
  assert.equal(lines.length, 2);
  assert.match(
    lines[0]!,
    /column brand: .* rename Brand to brand \(in Python: df = df\.rename\(columns=\{"Brand": "brand"\}\)\)\.$/,
  );
  assert.match(lines[1]!, /column size: expected numbers above 0, found 1 row .* -1;/);
});

Deno.test("checkTable() says that a table keeps its contract", () => {
  assert.equal(checkTable("productos", PRODUCTS), "The table keeps its contract.");
});

Deno.test("checkTable() refuses purchases after today", () => {
  const lines = {
    customer_id: [1],
    product_id: [1],
    order_id: [1],
    purchase_date: [new Date("2024-03-05")],
    items: [1],
  };
  const today = new Date("2024-03-04");
  assert.match(checkTable("transacciones", lines, { today }), /no date after today, 2024-03-04/);
});
