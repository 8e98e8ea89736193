import assert from "node:assert/strict";
import { agedForecasts } from "../../../lib/drift/study/aged_forecasts.ts";
import { type AgedForecast, retrainingGain } from "../../../lib/drift/study/retraining_gain.ts";
import { linesBefore } from "../../../lib/table/order_lines.ts";
import type { SalesData } from "../../../lib/table/sales_data.ts";
import { simulatedSales } from "../../../lib/simulator/simulated_sales.ts";
import { mondayOfWeek, weekOfDay } from "../../../lib/table/time/week.ts";

const sales = simulatedSales({ customers: 60, products: 20, weeks: 12, seed: 4 });
const ages = [0, 1, 4], from = sales.firstWeek + 8;

async function forecastsOf(data: SalesData, to: number): Promise<AgedForecast[]> {
  return await Array.fromAsync(agedForecasts(data, { from, to, ages, seed: 1, workers: 2 }));
}

const forecasts = await forecastsOf(sales, from + 2);

Deno.test("a model of some age and its inputs do not depend on later weeks", async () => {
  // the data end with the judged week
  const lines = linesBefore(sales.lines, mondayOfWeek(from + 1));
  const [first] = await forecastsOf({ ...sales, lines, predictedWeek: from + 1 }, from);
  assert.deepEqual(first, forecasts[0]);
});

Deno.test("models have the given ages: a week's one-week-old model is the newest of the week before", async () => {
  assert.deepEqual(forecasts.map(({ week }) => week), [from, from + 1, from + 2]);
  const [before, now] = forecasts;
  // forecasts with a single age have the same models
  const [alone] = await Array.fromAsync(
    agedForecasts(sales, { from: from + 1, to: from + 1, ages: [1], seed: 1, workers: 1 }),
  );
  assert.deepEqual(alone!.probability[0], now!.probability[1]);
  assert.notDeepEqual(now!.probability[0], now!.probability[1]);
  assert.ok(before!.probability.every((p) => p !== null && p.every((value) => value >= 0)));
});

Deno.test("a gain is the newest model's average precision minus the older one's, 0 against itself", () => {
  const [forecast] = forecasts;
  const { average_precision, gains, week } = retrainingGain(forecast!, { ages });
  assert.equal(week, from - 1);
  assert.ok(average_precision > 0.3, `AP ${average_precision}`);
  assert.deepEqual(gains.map(({ age }) => age), [1, 4]);
  for (const { estimate, low, high } of gains) assert.ok(low <= estimate && estimate <= high);
  const [own] = forecast!.probability;
  const same = retrainingGain({ ...forecast!, probability: [own!, own!, null] }, { ages });
  assert.deepEqual(same.gains.map(({ estimate, low, high }) => [estimate, low, high]), [[0, 0, 0]]);
});

Deno.test("weeks without purchases are neither learned from nor forecast, and make no model older", async () => {
  const empty = [from - 3, from];
  const { lines } = sales;
  const keep = (_: number, line: number) => !empty.includes(weekOfDay(lines.day[line]!));
  const kept = {
    day: lines.day.filter(keep),
    customer: lines.customer.filter(keep),
    product: lines.product.filter(keep),
    order: lines.order.filter(keep),
    items: lines.items.filter(keep),
  };
  const found = await forecastsOf(
    { ...sales, lines: { length: kept.day.length, ...kept } },
    from + 1,
  );
  assert.deepEqual(found.map(({ week, decidedAfter }) => [week, decidedAfter]), [
    [from + 1, from - 1],
  ]);
  const { week, gains } = retrainingGain(found[0]!, { ages });
  assert.equal(week, from - 1);
  assert.deepEqual(gains.map(({ age }) => age), [1]);
});
