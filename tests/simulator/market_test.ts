import assert from "node:assert/strict";
import { resolveConfig } from "../../lib/config/config.ts";
import { backtest } from "../../lib/evaluation/backtest.ts";
import { BASELINES } from "../../lib/evaluation/baselines.ts";
import { fullCatalogue, knownUniverse } from "../../lib/features/pairs/known_universe.ts";
import { weeklyPurchases } from "../../lib/features/purchases/weekly_purchases.ts";
import { fitAndScore } from "../../lib/pipeline/fit_and_score.ts";
import { MARKETS } from "../../lib/simulator/market.ts";
import { simulatedSales } from "../../lib/simulator/simulated_sales.ts";
import { weekOfYear } from "../../lib/table/time/week.ts";

const SALES = simulatedSales({ market: "grocery", customers: 400, products: 300, weeks: 60 });

/** Purchases of each week. */
function weeklyTotals({ lines, firstWeek, predictedWeek }: typeof SALES): number[] {
  const totals = new Array<number>(predictedWeek - firstWeek).fill(0);
  const weekly = weeklyPurchases(lines);
  for (let row = 0; row < weekly.length; row++) {
    if (weekly.items[row]! > 0) totals[weekly.week[row]! - firstWeek]!++;
  }
  return totals;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

Deno.test("groceries: few pairs are bought, and hardly a product has the attributes of another", () => {
  const known = knownUniverse(SALES, SALES.predictedWeek).customer.length;
  const share = mean(weeklyTotals(SALES).slice(-12)) / known;
  assert.ok(share > 0.006 && share < 0.01, `${share}`);
  const { columns, ids } = SALES.products;
  const vectors = Array.from(
    { length: ids.length },
    (_, p) =>
      columns.map((column) => column.kind === "numeric" ? column.values[p] : column.codes[p])
        .join(),
  );
  const alone = vectors.filter((one) => vectors.filter((other) => other === one).length === 1);
  assert.ok(alone.length > 180 && alone.length < 260, `${alone.length}`);
  const subCategories = columns.find(({ name }) => name === "sub_category")!;
  assert.ok(subCategories.kind === "categorical" && subCategories.categories.length > 60);
  assert.equal(MARKETS.grocery.subCategories.length, 81);
});

Deno.test("groceries: purchases rush before Christmas and are few after it", () => {
  const totals = weeklyTotals(SALES);
  const inWeeks = (wanted: number[]) =>
    mean(totals.filter((_, week) => wanted.includes(weekOfYear(SALES.firstWeek + week))));
  const usual = inWeeks([46, 47, 48, 49]);
  assert.ok(inWeeks([51, 52]) > 1.15 * usual);
  assert.ok(totals[52]! < 0.75 * usual, "the first week of the second year");
});

Deno.test("groceries: special offers raise single products for a week", () => {
  const weekly = weeklyPurchases(SALES.lines), products = SALES.products.ids.length;
  const counts = Array.from({ length: 60 }, () => new Float64Array(products));
  for (let row = 0; row < weekly.length; row++) {
    if (weekly.items[row]! > 0) {
      counts[weekly.week[row]! - SALES.firstWeek]![weekly.product[row]!]!++;
    }
  }
  let jumps = 0, judged = 0;
  for (let product = 0; product < products; product++) {
    for (let week = 5; week < 45; week++) {
      const before = counts[week - 1]![product]!, after = counts[week + 1]![product]!;
      if (before < 8 || after < 8) continue;
      judged++;
      if (counts[week]![product]! > 1.7 * Math.max(before, after)) jumps++;
    }
  }
  assert.ok(judged > 200 && jumps / judged > 0.02, `${jumps} of ${judged}`);
});

Deno.test("groceries: the default model beats the rules of thumb", async () => {
  const sales = simulatedSales({ market: "grocery", customers: 300, products: 150, weeks: 30 });
  const config = resolveConfig({ n_trials: 2, weeks_to_include: 8 });
  const rules = Object.entries(BASELINES).map(([name, rule]) =>
    [name, (past: typeof sales) => ({
      probability: rule(past, fullCatalogue(past)),
      decisionThreshold: 0.5,
    })] as const
  );
  const week = sales.predictedWeek - 1;
  const judged = await backtest(sales, [week], {
    best: fitAndScore(config, { workers: 1 }),
    ...Object.fromEntries(rules),
  }, { repeats: 2 });
  const [best, ...others] = judged.map(({ record }) => record.average_precision);
  assert.ok(best! > Math.max(...others) + 0.02, `${best} ${others}`);
});
