import assert from "node:assert/strict";
import { renderMarkdown } from "../../../lib/report/html/render_markdown.ts";
import {
  certaintyProse,
  demandProse,
  type ForecastTotal,
  shopsProse,
  totalProse,
  unitsProse,
} from "../../../lib/notebook/prose/predict.ts";

const TOTAL: ForecastTotal = {
  week: "2024-W48",
  expected: 1000,
  latest: [900, 1000, 1000, 1100],
  pairs: 12_000,
  listed: 800,
  threshold: 0.3,
  test: {
    weeks: ["2024-W46", "2024-W47"],
    decision_threshold: 0.3,
    precision: 0.6,
    recall: 0.7,
    calibration_error: 0.01,
  },
};

Deno.test("totalProse() compares the forecast with the latest weeks", () => {
  assert.equal(
    totalProse(TOTAL),
    "**1,000 purchases** are expected in 2024-W48: 9% fewer than in the week before (1,100), " +
      "and as many as the mean of the last 4 weeks (1,000). By that mean it is an ordinary week. " +
      "**800 pairs** of 12,000 are above the threshold of 0.300. In 2024-W46 and " +
      "2024-W47, before the model learned from these weeks too, 60% of such a list was " +
      "bought, and it had 70% of the purchases of known shops and products.",
  );
  assert.match(
    totalProse({ ...TOTAL, low: 900, high: 1100.4 }),
    /^\*\*1,000 purchases\*\* are expected in 2024-W48 \(80% range: 900 to 1,100\): 9% fewer/,
  );
  assert.match(totalProse({ ...TOTAL, expected: 1200 }), /20% more than .*a clear rise/);
  assert.match(totalProse({ ...TOTAL, expected: 800 }), /20% fewer than .*a clear fall/);
});

Deno.test("totalProse() warns of another threshold and of uncalibrated probabilities", () => {
  assert.match(totalProse({ ...TOTAL, threshold: 0.5 }), /0\.500, which is not the one that/);
  const test = { ...TOTAL.test, calibration_error: 0.054 };
  assert.match(
    totalProse({ ...TOTAL, test }),
    /In 2024-W46 and 2024-W47 .* off by 5\.4 percentage points on average/,
  );
});

Deno.test("certaintyProse() says what the list contains", () => {
  assert.match(
    certaintyProse({ likely: 250, sure: 1, inList: 75, expected: 100, unlisted: 11_500 }),
    /^250 pairs .*, 1 with more than 80%\. .* 75% .* The other 25% .* 11,500 pairs/,
  );
});

Deno.test("shopsProse() counts the shops on the list", () => {
  assert.match(
    shopsProse([7, 1, 3], 4),
    /^3 of 4 shops \(75%\) .* with 3 .* with 7\. Most sh/,
  );
  assert.match(shopsProse([1], 4), /Most shops are not on it/);
  assert.match(shopsProse([], 4), /^0 of 4 shops .* with 0 products or fewer/);
});

const products = (...expected: number[]) =>
  expected.map((expected, i) => ({ product: i + 7, expected }));

Deno.test("demandProse() says how concentrated the forecast is", () => {
  assert.match(
    demandProse(products(50, 50), { unsold: 0 }),
    /^2 of 2 products .* 7 leads with 50.* spread/,
  );
  const few = [90, ...Array.from({ length: 20 }, () => 0.5)];
  assert.match(
    demandProse(products(...few), { unsold: 15 }),
    /^1 of 21 products .* \(15 have never sold\).*concentrate on few products/,
  );
});

Deno.test("demandProse() escapes Markdown in text ids", () => {
  const product = "a*b*_c_ `d` [e](f) $g$ <i> \\*";
  const html = renderMarkdown(demandProse([{ product, expected: 9 }], { unsold: 0 }));
  assert.ok(html.includes(`product ${product.replace("<i>", "&lt;i&gt;")} leads`), html);
});

Deno.test("unitsProse() says how far off the units may be, if that is known", () => {
  const items = { expected: 1500, low: 1200, high: 1875, usual: 1000, last: 990 };
  const report = {
    week: "2024-W48",
    coverage: 0.8,
    total: { purchases: items, items },
    products: [{ product_id: 1, purchases: items, items }],
  };
  assert.equal(
    unitsProse(report),
    "**1,500 units** are expected in 2024-W48, 50% more than the mean of the last four weeks " +
      "(1,000). Units are the `items` of transacciones, which may be fractions of a case. In about 8 weeks of 10 the sum is between 1,200 and 1,875, by how far past weeks " +
      "were from the mean of the four weeks before; the newest weigh most, so one unusual week " +
      "widens it. 1 product has enough purchases for an interval of their own.",
  );
  assert.match(
    unitsProse({ ...report, past_weeks: 43 }),
    /by how far each of the last 43 weeks was from the mean of the four weeks before; the newest weigh most \(the last has 21% of the weight\), so one/,
  );
  const young = {
    ...report,
    total: { purchases: items, items: { expected: 9, usual: 9, last: 9 } },
  };
  assert.match(unitsProse(young), /too few weeks to say/);
});
