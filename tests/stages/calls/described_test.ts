import assert from "node:assert/strict";
import { describedCustomer, describedProduct } from "../../../lib/stages/calls/described.ts";
import type { Entities } from "../../../lib/table/sales_data.ts";

const text = (name: string, value: string | undefined) => ({
  kind: "categorical" as const,
  name,
  categories: value === undefined ? [] : [value],
  codes: Int32Array.of(value === undefined ? -1 : 0),
});
const number = (name: string, value: number) => ({
  kind: "numeric" as const,
  name,
  values: Float64Array.of(value),
});
const of = (columns: Entities["columns"]): Entities => ({ ids: [7] as never, columns });

Deno.test("a product is called by its attributes, with the unit of its size", () => {
  const columns = [number("size", 1.5), text("category", "BEBIDAS"), text("brand", "Cola")];
  assert.deepEqual(describedProduct(of(columns), 0), {
    name: "Cola · 1.5 l",
    attributes: [1.5, "BEBIDAS", "Cola"],
  });
});

Deno.test("missing attributes are left out of a name, which is the id if there are none", () => {
  const columns = [number("size", NaN), text("brand", undefined), text("package", "LATA")];
  assert.equal(describedProduct(of(columns), 0).name, "LATA");
  assert.deepEqual(describedProduct(of(columns.slice(0, 2)), 0), {
    name: "7",
    attributes: [null, null],
  });
});

Deno.test("a shop is called by its id", () => {
  assert.deepEqual(describedCustomer(of([text("customer_type", "BAR")]), 0), {
    name: "7",
    attributes: ["BAR"],
  });
});
