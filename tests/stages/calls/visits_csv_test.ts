import assert from "node:assert/strict";
import type { Language } from "../../../lib/language/language.ts";
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
    "8": { name: "-8", attributes: [null] },
  },
  shops: [
    {
      customer_id: 1,
      purchases: 2,
      items: 3.5,
      products: [{
        product_id: 7,
        probability: 0.25,
        quantity: 2.5,
        every: 2.2,
        since: 3,
        reason: { kind: "due", every: 2, since: 3 },
      }],
      offers: [{
        product_id: 8,
        probability: 0.05,
        quantity: 2,
        reason: { kind: "variant", product: 7, since: 1, same: false },
      }],
      stopped: [{ product_id: 8, quantity: 0.25, every: 1.4, since: 6, weeks: 9, of: 12 }],
    },
    {
      customer_id: 2,
      purchases: 0.1,
      items: 1,
      products: [],
      offers: [],
      stopped: [],
      overdue: { every: 1.1, since: 5, weeks: 11, of: 12 },
      usual: [{ product_id: 7, quantity: 4, since: 5, weeks: 2, of: 12 }],
    },
  ],
};

const csvOf = (list: CallList, language: Language) =>
  [...visitsCsv(list, translator(language), language)].join("");

Deno.test("visitas.csv in English", () => {
  const lines = csvOf(LIST, "en").split("\r\n");
  const shop = `2024-W48,1,80,"'=HYPERLINK(""x"")"`;
  assert.deepEqual(lines, [
    "\uFEFFweek,shop,region_id,customer_type,line,product,name,probability,quantity,reason,weeks since,weeks between (last 12),brand",
    `${shop},list,7,Cola · 1.5,0.25,3,"reorder due: buys it about every 2 weeks, most recently 3 weeks ago",3,2.2,Cola`,
    `${shop},stopped,8,'-8,,0.25,"bought about 0.3 at a time, in 9 of the 12 weeks before it stopped, most recently 6 weeks ago",6,1.4,`,
    `${shop},new,8,'-8,0.05,2,bought a variant last week: Cola · 1.5 (7),,,`,
    `2024-W48,2,,a;b,overdue,,,,,"ordered in 11 of the 12 weeks before it stopped, most recently 5 weeks ago",5,1.1,`,
    `2024-W48,2,,a;b,usual,7,Cola · 1.5,,4,"bought about 4 at a time, in 2 of the 12 weeks before it stopped, most recently 5 weeks ago",5,,Cola`,
    "",
  ]);
});

Deno.test("visitas.csv for a Spanish Excel: semicolons, decimal commas, a byte order mark", () => {
  const lines = csvOf(LIST, "es").split("\r\n");
  assert.equal(
    lines[0],
    "\uFEFFsemana;tienda;region_id;customer_type;línea;producto;nombre;probabilidad;cantidad;motivo;semanas desde la última;semanas entre compras (últimas 12);brand",
  );
  assert.equal(
    lines[1],
    `2024-W48;1;80;"'=HYPERLINK(""x"")";lista;7;Cola · 1.5;0,25;3;toca reponer: lo compra más o menos cada 2 semanas, la última vez hace 3 semanas;3;2,2;Cola`,
  );
  assert.match(lines[4]!, /;"a;b";sin pedido;/);
});

Deno.test("sizes in names are in the language of the reader; other names stay", () => {
  const list: CallList = {
    ...LIST,
    product_columns: ["size", "brand"],
    products: {
      "7": { name: "Cola · 0.25 l", attributes: [0.25, "Cola"] },
      "8": { name: "Own 0.5 name", attributes: [0.5, "Cola"] },
    },
  };
  const csv = csvOf(list, "es");
  assert.ok(csv.includes(";Cola · 0,25 l;") && csv.includes(";Own 0.5 name;"), csv);
  assert.ok(csvOf(list, "en").includes(",Cola · 0.25 l,"));
});
