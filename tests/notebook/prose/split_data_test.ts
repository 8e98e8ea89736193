import assert from "node:assert/strict";
import {
  featuresProse,
  type Sampling,
  samplingProse,
  splitProse,
  splitSummary,
} from "../../../lib/notebook/prose/split_data.ts";

const summary = (purchases: number, ...weeks: string[]) =>
  splitSummary(weeks.map((week) => ({ week, rows: 1000, purchases })));
const TRAIN = summary(100, "2024-W40", "2024-W41");

Deno.test("splitSummary() sums up weeks", () => {
  assert.deepEqual(TRAIN, {
    weeks: 2,
    from: "2024-W40",
    to: "2024-W41",
    rows: 2000,
    purchases: 200,
    share: 0.1,
  });
});

Deno.test("splitProse() says what each week is used for, and whether weeks are similar", () => {
  const validation = summary(30, "2024-W42");
  const text = (purchases: number, ...weeks: string[]) =>
    splitProse({ train: TRAIN, validation, test: summary(purchases, ...weeks) });
  assert.match(
    text(30, "2024-W43"),
    /from 2 weeks, 2024-W40 to 2024-W41; .*chosen on 1 week, 2024-W42; and/,
  );
  assert.match(
    text(30, "2024-W43"),
    /the newest 1 week, 2024-W43\. 3\.00%.*no reason against .*may differ in other ways/,
  );
  assert.match(text(40, "2024-W43", "2024-W44"), /2024-W43 to 2024-W44\..*more was bought lately/);
  assert.match(text(20, "2024-W43"), /less was bought lately/);
  assert.match(
    splitProse({ train: TRAIN, validation, test: summary(30, "2024-W43") }, { unused: true }),
    /^No model was trained.* would learn from 2 weeks, .*would be chosen on .*would be evaluated/,
  );
  const splits = { train: TRAIN, validation, test: summary(30, "2024-W43") };
  assert.doesNotMatch(splitProse(splits, { heldShare: 1 }), /drawn at random/);
  assert.match(
    splitProse(splits, { heldShare: 0.32 }),
    /all pairs of 32\.0% of the customers, drawn/,
  );
  assert.doesNotMatch(splitProse(splits, { learnedShare: 1 }), /max_rows/);
  assert.match(splitProse(splits, { learnedShare: 0.18 }), /have those of 18\.0%, because/);
});

const SAMPLING: Sampling = {
  repeatRate: 1,
  newRate: 0.15,
  sampledShare: 0.14,
  trueShare: 0.03,
  rows: 20_000,
  maxRows: 1_000_000,
  correctedHalf: 0.13,
};

Deno.test("samplingProse() says which negatives are kept and with what effect", () => {
  assert.equal(
    samplingProse(SAMPLING),
    "Of the pairs that were not bought, the training weeks keep all that the shop had bought before " +
      "and 15.0% of the others. Purchases are 14.0% of these rows, but only about " +
      "3.0% of all pairs. Where the trees say 50% for a new pair, the corrected " +
      "probability is 13.0%. All 20,000 rows fit into `max_rows` (1,000,000), so every repeat " +
      "is kept.",
  );
  assert.match(samplingProse({ ...SAMPLING, repeatRate: 0.5 }), /keep 50\.0%.*Repeats were/);
  assert.match(samplingProse({ ...SAMPLING, newRate: 1 }), /keep every pair/);
});

Deno.test("featuresProse() names the four largest families", () => {
  const families = ["a", "b", "c", "d", "e"].map((family, i) => ({ family, features: i + 1 }));
  assert.match(
    featuresProse(families, { behavioural: true }),
    /\*\*15 features\*\*.* `e` with 5, `d` with 4, `c` with 3, `b` with 2\. All are computed from weeks/,
  );
  assert.match(
    featuresProse(families, { behavioural: false }),
    /attributes of the original system/,
  );
});
