import assert from "node:assert/strict";
import {
  baseRateProse,
  outsideProse,
  repeatProse,
  rowsProse,
} from "../../../lib/notebook/prose/preprocess.ts";

const weeks = (...counts: [rows: number, purchases: number][]) =>
  counts.map(([rows, purchases], i) => ({ week: `2024-W1${i}`, rows, purchases }));

Deno.test("rowsProse() counts rows and says how rare purchases are", () => {
  const text = rowsProse(weeks([1000, 40], [1500, 60]), { samePairs: false });
  assert.match(text, /^2 weeks, 2024-W10 to 2024-W11, have \*\*2,500 rows\*\*; \*\*one in 25\*\*/);
  assert.match(text, /right in 96\.0% of the rows/);
  assert.match(text, /The last week has 50% more pairs than the first/);
});

Deno.test("rowsProse() says why the number of pairs stays the same", () => {
  const same = weeks([1000, 40], [1000, 60]);
  assert.match(rowsProse(same, { samePairs: true }), /Every week has the same pairs/);
  assert.match(rowsProse(same, { samePairs: false }), /hardly changes/);
});

Deno.test("baseRateProse() compares the first week with the last, and all weeks", () => {
  assert.equal(
    baseRateProse(weeks([1000, 40], [1000, 38])),
    "The base rate is between 3.80% and 4.00%. It is lower in the last week " +
      "(3.80%) than in the first (4.00%). Weeks are alike, so what is learned from " +
      "earlier ones should carry over.",
  );
  assert.match(
    baseRateProse(weeks([1000, 20], [1000, 40])),
    /It is higher.*The highest is 100% above the lowest, so the model must/,
  );
});

Deno.test("outsideProse() says whether few purchases have no row", () => {
  assert.match(outsideProse({ happened: 1000, inRows: 990 }), /; 10 of them \(1\.0%\).*few/);
  assert.match(outsideProse({ happened: 100, inRows: 90 }), /Keep this in mind/);
  assert.match(outsideProse({ happened: 100, inRows: 101 }), /; 0 of them/);
});

Deno.test("repeatProse() compares pairs that were bought before with others", () => {
  const repeats = { pairs: 100, purchases: 20 }, others = { pairs: 1000, purchases: 2 };
  assert.equal(
    repeatProse(repeats, others),
    "Pairs that were bought before are bought in 20.0% of the cases, all others in " +
      "0.20%, 100 times as often.",
  );
  assert.match(repeatProse(repeats, { pairs: 5, purchases: 0 }), /in 0\.00%\.$/);
  assert.match(repeatProse(repeats, { pairs: 0, purchases: 0 }), /nothing to compare/);
});
