import assert from "node:assert/strict";
import { translator } from "../../../lib/language/messages.ts";
import type { CallList } from "../../../lib/stages/calls/call_list.ts";
import { visitsCsv } from "../../../lib/stages/calls/visits_csv.ts";

const LIST: CallList = {
  week: "2024-W48",
  customer_columns: ["region_id", "customer_type"],
  product_columns: ["brand"],
  customers: {
    "1": { name: "1", attributes: [80, '=HYPERLINK("x")'] },
    "2": { name: "2", attributes: [null, "a;b"] },
  },
  products: {
    "7": { name: "Cola · 1.5", attributes: ["Cola"] },
    "8": { name: "-8", attributes: [] },
  },
  shops: [
    {
      customer_id: 1,
      purchases: 2,
      items: 3.5,
      products: [{
        product_id: 7,
        probability: 0.25,
        quantity: 1.5,
        reason: { kind: "due", every: 2, since: 3 },
      }],
      offers: [{
        product_id: 8,
        probability: 0.05,
        quantity: 2,
        reason: { kind: "variant", product: 7, since: 1 },
      }],
      stopped: [{ product_id: 8, every: 1, since: 6 }],
    },
    {
      customer_id: 2,
      purchases: 0.1,
      items: 1,
      products: [],
      offers: [],
      stopped: [],
      overdue: { every: 1, since: 5 },
    },
  ],
};

Deno.test("visitas.csv in English", () => {
  const lines = visitsCsv(LIST, translator("en"), "en").split("\r\n");
  assert.deepEqual(lines, [
    "\uFEFFweek,shop,region_id,customer_type,line,product,name,probability,quantity,reason",
    `2024-W48,1,80,"'=HYPERLINK(""x"")",list,7,Cola · 1.5,0.25,1.5,"reorder due: every 2 weeks, last 3 weeks ago"`,
    `2024-W48,1,80,"'=HYPERLINK(""x"")",stopped,8,'-8,,,"bought it every week, not for 6 weeks now"`,
    `2024-W48,1,80,"'=HYPERLINK(""x"")",new,8,'-8,0.05,2,bought a variant last week: Cola · 1.5 (7)`,
    `2024-W48,2,,a;b,overdue,,,,,"orders every week, not for 5 weeks now"`,
    "",
  ]);
});

Deno.test("visitas.csv for a Spanish Excel: semicolons, decimal commas, a byte order mark", () => {
  const lines = visitsCsv(LIST, translator("es"), "es").split("\r\n");
  assert.equal(
    lines[0],
    "\uFEFFsemana;tienda;region_id;customer_type;línea;producto;nombre;probabilidad;cantidad;motivo",
  );
  assert.equal(
    lines[1],
    `2024-W48;1;80;"'=HYPERLINK(""x"")";lista;7;Cola · 1.5;0,25;1,5;toca reponer: cada 2 semanas, la última hace 3 semanas`,
  );
  assert.match(lines[4]!, /;"a;b";sin pedido;/);
});
