import assert from "node:assert/strict";
import { english } from "../../../lib/language/english.ts";
import { simulatedSales } from "../../../lib/simulator/simulated_sales.ts";
import { unusualWeeks } from "../../../lib/stages/checking/unusual_weeks.ts";
import type { OrderLines, SalesData } from "../../../lib/table/sales_data.ts";
import { mondayOfWeek, weekName, weekOfDay } from "../../../lib/table/time/week.ts";

const unusual = (sales: SalesData) => unusualWeeks(sales).map(english);

const SALES = simulatedSales({ customers: 200, products: 40, weeks: 20 });
const NEWEST = SALES.predictedWeek - 1;

interface Line {
  day: number;
  customer: number;
  product: number;
  order: number;
  items: number;
}

const LINES: Line[] = Array.from(SALES.lines.day, (day, i) => ({
  day,
  customer: SALES.lines.customer[i]!,
  product: SALES.lines.product[i]!,
  order: SALES.lines.order[i]!,
  items: SALES.lines.items[i]!,
}));

function withLines(lines: Line[], more: Partial<SalesData> = {}): SalesData {
  const sorted = lines.toSorted((a, b) =>
    a.day - b.day || a.customer - b.customer || a.product - b.product || a.order - b.order
  );
  const column = (name: keyof Line) => sorted.map((line) => line[name]);
  const table: OrderLines = {
    length: sorted.length,
    day: Int32Array.from(column("day")),
    customer: Int32Array.from(column("customer")),
    product: Int32Array.from(column("product")),
    order: Float64Array.from(column("order")),
    items: Float64Array.from(column("items")),
  };
  return { ...SALES, lines: table, ...more };
}

/** The sales with the lines of the newest week replaced. */
const newest = (change: (line: Line, i: number) => Line[]) =>
  withLines(LINES.flatMap((line, i) => weekOfDay(line.day) === NEWEST ? change(line, i) : [line]));

const typeOf = (() => {
  const column = SALES.customers.columns.find(({ name }) => name === "customer_type")!;
  assert(column.kind === "categorical");
  return (customer: number) => column.categories[column.codes[customer]!]!;
})();

Deno.test("ordinary weeks have nothing unusual", () => {
  for (const seed of [0, 1, 2, 3]) {
    for (const size of [{ customers: 40, products: 20 }, { customers: 200, products: 40 }]) {
      const sales = simulatedSales({ ...size, weeks: 18, seed });
      assert.deepEqual(unusual(sales), [], JSON.stringify({ ...size, seed }));
    }
  }
});

const SPOILT: Record<string, [sales: SalesData, says: RegExp]> = {
  "returns only": [
    newest((line) => [{ ...line, items: -Math.abs(line.items) }]),
    /: column items of transacciones is 0 or negative in 100 % of the lines, .*sign turned/,
  ],
  "a third of the lines is 0": [
    newest((line, i) => [{ ...line, items: i % 3 === 0 ? 0 : line.items }]),
    /: column items of transacciones is 0 or negative in 3\d % .* lost in the export/,
  ],
  "quantities times 1,000": [
    newest((line) => [{ ...line, items: 1000 * line.items }]),
    /: column items of transacciones has a median of \d+, usually \d.*: are these other units/,
  ],
  "a tenth of the quantities times 1,000": [
    newest((line, i) => [{ ...line, items: (i % 10 === 0 ? 1000 : 1) * line.items }]),
    /: column items of transacciones has a mean of /,
  ],
  "a week appended again under other order ids": [
    newest((line) => [line, { ...line, order: line.order + 1e6 }]),
    /: 5\d % of the lines of transacciones repeat customer, product, day and items/,
  ],
  "an earlier week copied": [
    withLines([
      ...LINES.filter(({ day }) => weekOfDay(day) !== NEWEST),
      ...LINES.filter(({ day }) => weekOfDay(day) === NEWEST - 3)
        .map((line) => ({ ...line, day: line.day + 21, order: line.order + 1e6 })),
    ]),
    /: 100 % of the lines of transacciones are also in the week 3 weeks earlier/,
  ],
  "customers who changed places": [
    newest((line) => [{ ...line, customer: (line.customer + 70) % SALES.customers.ids.length }]),
    /: \d+ % of the purchases are of a customer and a product that were never bought together/,
  ],
  "two weeks in one": [
    newest((line, i) =>
      [0, 1, 2].map((n) => ({ ...line, customer: (line.customer + 70 * n) % 200, order: -i }))
    ),
    /: \d+ purchases, usually \d+: are two weeks in one, or lines doubled/,
  ],
  "an export that was cut": [
    newest((line) => line.customer % 10 < 3 ? [line] : []),
    /: \d+ purchases, usually \d+: is the export complete/,
  ],
  "no lines in a week": [newest(() => []), /: 0 purchases, usually \d+: is the export complete/],
  "two thirds of the customers gone": [
    newest((line) => line.customer % 3 === 0 ? [line] : []),
    /: \d+ of the \d+ customers who bought in each of the 4 weeks before bought nothing/,
  ],
  "half of the products gone": [
    newest((line) => line.product % 2 === 0 ? [line] : []),
    /: \d+ of the \d+ products sold in each of the 4 weeks before were not sold/,
  ],
  "a kind of customers gone": [
    newest((line) => typeOf(line.customer) === typeOf(LINES[0]!.customer) ? [] : [line]),
    /: customer_type .* with 0 purchases, usually \d+.*: is a part missing in the export/,
  ],
};
for (const [name, [sales, says]] of Object.entries(SPOILT)) {
  Deno.test(`${name}: unusual, in the newest week`, () => {
    const found = unusual(sales);
    const texts = found.filter((text) => says.test(text));
    assert.equal(texts.length, 1, found.join("\n") || "nothing found");
    assert(texts[0]!.startsWith(weekName(NEWEST)));
  });
}

Deno.test("customers numbered anew are new and gone", () => {
  const half = SALES.customers.ids.length / 2;
  const lines = LINES.map((line) => ({ ...line, customer: Math.floor(line.customer / 2) }));
  const sales = withLines(
    lines.map((line) =>
      weekOfDay(line.day) === NEWEST ? { ...line, customer: line.customer + half } : line
    ),
  );
  const found = unusual(sales).join("\n");
  assert.match(
    found,
    /of the \d+ customers had never bought before: was customer_id numbered anew/,
  );
  assert.match(found, /customers who bought in each of the 4 weeks before bought nothing/);
});

Deno.test("dates of a week that are shifted by two days are found by the weekdays", () => {
  // nobody orders at the week's end
  const closed = LINES.filter(({ day }) => (day + 3) % 7 < 4);
  const moved = closed.map((line) =>
    weekOfDay(line.day) === NEWEST ? { ...line, day: line.day + 2 } : line
  );
  assert.deepEqual(unusual(withLines(closed)), []);
  assert.match(
    unusual(withLines(moved)).join("\n"),
    /only when moved by 2 days: are the dates/,
  );
});

Deno.test("several such weeks are one sentence; older weeks are not looked at", () => {
  const negative = (weeks: number[]) =>
    withLines(
      LINES.map((line) =>
        weeks.includes(weekOfDay(line.day)) ? { ...line, items: -Math.abs(line.items) } : line
      ),
    );
  const both = unusual(negative([NEWEST, NEWEST - 2]));
  const [first] = both.filter((text) => text.includes("column items"));
  assert(first!.startsWith(weekName(NEWEST)) && first!.endsWith(`(also ${weekName(NEWEST - 2)})`));
  assert.deepEqual(
    unusual(negative([NEWEST - 5])).filter((text) => text.includes("column items")),
    [],
  );
});

Deno.test("with few past weeks nothing is known to be usual", () => {
  const predictedWeek = SALES.firstWeek + 4;
  const early = LINES.filter(({ day }) => day < mondayOfWeek(predictedWeek))
    .map((line) => ({ ...line, items: -line.items }));
  assert.deepEqual(unusual(withLines(early, { predictedWeek })), []);
});
