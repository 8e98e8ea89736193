import assert from "node:assert/strict";
import fc from "fast-check";
import { FEATURE_MEANINGS, featureSource } from "../../lib/features/feature_source.ts";
import { fullCatalogue, knownUniverse } from "../../lib/features/pairs/known_universe.ts";
import { staticFeatures } from "../../lib/features/static_features.ts";
import { takeRows } from "../../lib/table/take_rows.ts";
import { mondayOfWeek } from "../../lib/table/time/week.ts";
import { FIRST_WEEK, randomLines, smallSales } from "./small_sales.ts";

const WEEK = FIRST_WEEK + 7;
const sales = smallSales(randomLines(31));

Deno.test("every behavioural column has a meaning of one line", () => {
  const { columns } = featureSource(sales, "default")(WEEK)(fullCatalogue(sales));
  assert.deepEqual(columns.map(({ name }) => name), [...FEATURE_MEANINGS.keys()]);
  for (const [name, meaning] of FEATURE_MEANINGS) assert.match(meaning, /^\S.{5,}[^.\n]$/, name);
});

Deno.test("the original preset has the static features", () => {
  const pairs = knownUniverse(sales, WEEK);
  const features = featureSource(sales, "original");
  assert.deepEqual(features(WEEK)(pairs), staticFeatures(sales, pairs, WEEK));
});

Deno.test("training and forecast agree: a pair's features do not depend on the other pairs", () => {
  for (const preset of ["default", "original"] as const) {
    const all = fullCatalogue(sales);
    const whole = featureSource(sales, preset)(WEEK)(all);
    const chosen = fc.uniqueArray(fc.nat(all.customer.length - 1), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(chosen, (rows) => {
        const places = Int32Array.from(rows);
        const pairs = {
          customer: places.map((row) => all.customer[row]!),
          product: places.map((row) => all.product[row]!),
        };
        assert.deepEqual(featureSource(sales, preset)(WEEK)(pairs), takeRows(whole, places));
      }),
      { seed: 1, numRuns: 10 },
    );
  }
});

Deno.test("weeks can be computed in any order, and later data change nothing", () => {
  const pairs = knownUniverse(sales, WEEK);
  const features = featureSource(sales, "default");
  features(WEEK + 2)(fullCatalogue(sales));
  const known = randomLines(31).filter(({ day }) => day < mondayOfWeek(WEEK));
  assert.deepEqual(features(WEEK)(pairs), featureSource(smallSales(known), "default")(WEEK)(pairs));
});
