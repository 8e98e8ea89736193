import assert from "node:assert/strict";
import {
  dataQualityProse,
  habitsProse,
  type NamedTotals,
  productsProse,
  weeklyProse,
} from "../../../lib/notebook/prose/extract_data.ts";

const LINES = {
  rows: 1000,
  duplicate_rows_dropped: 5,
  null_rows_dropped: {},
  unknown_customer_rows_dropped: 0,
  unknown_product_rows_dropped: 0,
  later_rows_ignored: 0,
  rows_kept: 995,
  returns: 20,
  first_date: "2024-01-01",
  last_date: "2024-03-31",
};
const ENTITIES = {
  rows: 10,
  duplicate_rows_dropped: 0,
  null_key_rows_dropped: 0,
  null_attributes: {},
  rows_kept: 10,
  with_sales: 8,
};
const WEEKS = { first_week: "2024-W01", predicted_week: "2024-W14", complete_weeks: 13 };
type Quality = Parameters<typeof dataQualityProse>[0];
const QUALITY = {
  transacciones: LINES,
  clientes: ENTITIES,
  productos: ENTITIES,
  weeks: WEEKS,
} as unknown as Quality;

function totals(purchases: number[], repeatShare = 0.9): NamedTotals[] {
  return purchases.map((count, i) => ({
    week: `2024-W0${i + 1}`,
    purchases: count,
    repeats: repeatShare * count,
    customers: 50,
    products: 7,
  }));
}

Deno.test("dataQualityProse() summarises the data that were read", () => {
  const text = dataQualityProse(QUALITY);
  assert.match(text, /^995 order lines from 2024-01-01 to 2024-03-31 remain\. 0\.50% of/);
  assert.match(text, /too few to matter\. 20 lines are returns \(2\.0%\)\. No attribute is/);
  assert.match(text, /\*\*13 complete weeks\*\*.* 2 of 10 shops and 2 of 10 products/);
});

Deno.test("dataQualityProse() names gaps, later rows and a loss that is too large", () => {
  const text = dataQualityProse({
    ...QUALITY,
    transacciones: { ...LINES, rows_kept: 900, later_rows_ignored: 40 },
    clientes: { ...ENTITIES, null_attributes: { X: 1, Y: 0 } },
  } as unknown as Quality);
  assert.match(text, /remain; 40 more are of 2024-W14 or later and were set aside\. 6\.00%/);
  assert.match(text, /enough to ask where they come from\./);
  assert.match(text, /Values are missing in `X` \(1 row\)/);
});

Deno.test("weeklyProse() compares the last weeks with those before, and the lowest week with the others", () => {
  const text = weeklyProse(totals([100, 100, 100, 100, 110, 90, 100, 100]));
  assert.match(
    text,
    /^A week has 100 purchases on average\. The last 4 weeks had 100 each, as many as the mean of the weeks before \(100\)\. The lowest/,
  );
  assert.match(text, /2024-W06 with 90, which is within the usual range\./);
  assert.match(text, /50 shops bought 7 products, 2\.0 each\.$/);
  assert.match(
    weeklyProse(totals([100, 20, 100])),
    /2024-W02 with 20, far below the mean of the others/,
  );
  assert.match(weeklyProse(totals([3, 5])), /^A week has 4 purchases on average\. The lowest/);
  // the mean of the others is 100, that of all 90
  assert.match(weeklyProse(totals([100, 59, 100, 100])), /far below the mean of the others/);
  // the weeks before had 100, all weeks 150
  assert.match(
    weeklyProse(totals([100, 100, 100, 100, 200, 200, 200, 200])),
    /had 200 each, 100% more than the mean of the weeks before \(100\)/,
  );
});

Deno.test("habitsProse() says what the share of repeats means", () => {
  assert.match(habitsProse(totals([10, 10, 10], 0.9)), /last 2 weeks \*\*90%.*own history/);
  assert.match(habitsProse(totals([10], 0.6)), /habit leads/);
  assert.match(habitsProse(totals([10], 0.2)), /most purchases are new/);
});

Deno.test("productsProse() says how few products account for half of the purchases", () => {
  const brands = [{ label: "A", count: 60 }, { label: "B", count: 40 }];
  const few = [{ count: 60 }, ...Array.from({ length: 40 }, () => ({ count: 1 }))];
  assert.match(productsProse(few, brands), /^1 of the 41 products.*A \(60%\), followed by B/);
  assert.match(productsProse(few, brands), /best-sellers already goes far/);
  const even = [{ count: 50 }, { count: 50 }];
  assert.match(productsProse(even, brands.slice(0, 1)), /is A \(60%\)\. The rest is spread/);
});

Deno.test("weeklyProse() describes the newest week with purchases", () => {
  assert.match(weeklyProse(totals([100, 100, 100])), /In the newest week 50 shops bought 7 /);
  const text = weeklyProse(totals([100, 100, 50, 0]));
  assert.match(text, /In the newest week with purchases 50 shops bought 7 products, 1\.0 each\.$/);
});
