import assert from "node:assert/strict";
import { weeklyPurchases } from "../../lib/features/purchases/weekly_purchases.ts";
import { judgeBaselines } from "../../lib/evaluation/judge_baselines.ts";
import { purchasesBy } from "../../lib/notebook/purchases_by.ts";
import { weeklyTotals } from "../../lib/notebook/weekly_totals.ts";
import { extractData } from "../../lib/stages/extract_data.ts";
import { simulate } from "../../lib/simulator/simulator.ts";
import { weekName } from "../../lib/table/time/week.ts";

const { sales } = extractData(simulate({ customers: 30, products: 20, weeks: 8 }), {
  today: new Date("2026-01-01"),
});

Deno.test("weeklyTotals() counts each week's purchases and how many of them are repeats", () => {
  const totals = weeklyTotals(sales);
  assert.deepEqual(
    totals.map(({ week }) => week),
    Array.from({ length: 8 }, (_, i) => sales.firstWeek + i),
  );
  const weekly = weeklyPurchases(sales.lines);
  const seen = new Set<string>();
  for (const total of totals) {
    const pairs: string[] = [];
    for (let row = 0; row < weekly.length; row++) {
      if (weekly.week[row] === total.week && weekly.items[row]! > 0) {
        pairs.push(`${weekly.customer[row]} ${weekly.product[row]}`);
      }
    }
    const of = (part: number) => new Set(pairs.map((pair) => pair.split(" ")[part])).size;
    assert.deepEqual(total, {
      week: total.week,
      purchases: pairs.length,
      repeats: pairs.filter((pair) => seen.has(pair)).length,
      customers: of(0),
      products: of(1),
    });
    pairs.forEach((pair) => seen.add(pair));
  }
});

Deno.test("purchasesBy() counts every purchase once, most frequent first", () => {
  const purchases = weeklyTotals(sales).reduce((sum, { purchases }) => sum + purchases, 0);
  for (const attribute of ["brand", "size", "customer_type", "product_id"]) {
    const counts = purchasesBy(sales, attribute).map(({ count }) => count);
    assert.equal(counts.reduce((sum, count) => sum + count, 0), purchases, attribute);
    assert.deepEqual(counts, counts.toSorted((a, b) => b - a), attribute);
  }
  assert.throws(() => purchasesBy(sales, "colour"), /no such attribute: colour/);
});

Deno.test("judgeBaselines() scores habit above popularity and does not use the week itself", () => {
  const last = weekName(sales.predictedWeek - 1);
  const scores = new Map(
    judgeBaselines(sales, [last]).map(({ name, average_precision }) => [name, average_precision]),
  );
  assert.ok(scores.get("decay")! > scores.get("popularity")!);
  assert.ok(scores.get("decay")! < 1);
});
