import assert from "node:assert/strict";
import {
  type Answer,
  answerProse,
  importanceMeasure,
  reasonsProse,
  trustProse,
} from "../../../lib/notebook/prose/overview.ts";

const ANSWER: Answer = {
  week: "2024-W48",
  expected: 1100.2,
  latest: [1200, 1000],
  listed: 1234,
  threshold: 0.3,
  test: { weeks: ["2024-W46", "2024-W47"], decision_threshold: 0.3, precision: 0.6, recall: 0.7 },
  drift: { decision: "train_model", reason: "The model is 5 weeks old." },
  warnings: [],
};
const TEST = {
  weeks: ["2024-W46", "2024-W47"],
  pairs: 1000,
  positives: 25,
  average_precision: 0.64,
  recall_at_10: 0.8,
  calibration_error: 0.012,
};
const RULES = [{ name: "popularity", average_precision: 0.3 }, {
  name: "decay",
  average_precision: 0.61,
}];

Deno.test("answerProse() states the expected purchases, the list, the model and the warnings", () => {
  assert.deepEqual(answerProse(ANSWER).split("\n"), [
    "- **1,100 purchases** are expected in 2024-W48: 10% more than in the week before " +
    "(1,000), and as many as the mean of the last 2 weeks (1,100).",
    "- **1,234 pairs** of shop and product are predicted: those with a probability above 0.300. In " +
    "2024-W46 and 2024-W47, before the model learned from these weeks too, **60% of such a " +
    "list was bought**, and it had 70% of the purchases of known shops and products.",
    "- A new model was trained. Reason: The model is 5 weeks old.",
    "- The run raised no warnings.",
  ]);
});

Deno.test("answerProse() says where a range comes from", () => {
  assert.match(
    answerProse({ ...ANSWER, low: 900, high: 1300 }),
    /\(80% range: 900 to 1,300\): .*\(1,100\)\. The range comes from .* one unusual week widens it\.$/m,
  );
});

Deno.test("answerProse() states no precision for a threshold other than the model's", () => {
  assert.doesNotMatch(answerProse({ ...ANSWER, threshold: 0.5 }), /2024-W46/);
});

Deno.test("answerProse() lists warnings, and says if the model is kept or nothing changes", () => {
  const drift = { decision: "skip_training" as const, reason: "Nothing moved." };
  const text = answerProse({ ...ANSWER, expected: 1000, drift, warnings: ["a row dropped"] });
  assert.match(text, /: as many as in the week before/);
  assert.match(text, /The model in use stays\. Reason: Nothing moved\./);
  assert.match(text, /raised one warning: a row dropped\./);
  assert.match(answerProse({ ...ANSWER, warnings: ["a", "b"] }), /raised 2 warnings: a; b\./);
});

Deno.test("trustProse() compares the model with the best rule of thumb", () => {
  const text = trustProse(TEST, RULES);
  assert.match(text, /only 2\.5% of the known pairs/);
  assert.match(text, /is 0\.640 in 2024-W46 and 2024-W47\. Random scores would reach 0\.025/);
  assert.match(text, /\(decay\) reaches 0\.610, so the model is better than habit alone\./);
  assert.match(
    text,
    /Among pairs with at least 5%, the probabilities are off by 1\.2 percentage points on average: they are well calibrated\.$/,
  );
});

Deno.test("trustProse() calls no probabilities well calibrated whose sum is off by more than 5%", () => {
  const text = (shareOfPositives: number) =>
    trustProse(TEST, RULES, [
      { meanPredicted: 0.1, shareOfPositives, count: 1000 },
      { meanPredicted: 0.9, shareOfPositives: 0.9, count: 1000 },
    ]);
  assert.match(text(0.14), /and 1,040 .* where they sum to 1,000: they are well calibrated\.$/);
  assert.match(text(0.16), /and 1,060 .* where they sum to 1,000: they are too low in sum\.$/);
  assert.match(text(0.04), /and 940 .* where they sum to 1,000: they are too high in sum\.$/);
});

Deno.test("trustProse() says if a rule is as good as the model or the probabilities are wrong", () => {
  const text = trustProse({ ...TEST, average_precision: 0.615, calibration_error: 0.05 }, RULES);
  assert.match(text, /no better than habit alone/);
  assert.match(text, /trust the order more than the numbers\.$/);
});

Deno.test("reasonsProse() names the most important families and whether they are about habits", () => {
  const pair = { family: "pair", meaning: "this shop with this product", importance: 0.6 };
  const product = { family: "product", meaning: "the product in all shops", importance: 0.4 };
  assert.equal(
    reasonsProse([pair, product], "gain of the splits"),
    "The model relies most on this shop with this product (60% of the gain of the splits), " +
      "followed by the product in all shops (40%). Shops mostly buy again what they have bought, so the forecast is " +
      "mainly about habits.",
  );
  assert.match(reasonsProse([{ ...product, importance: 1 }], "gain"), /100% of the gain\)\. The/);
});

Deno.test("importanceMeasure() names what the splits gained, and in which weeks", () => {
  const learned = ["2024-W36", "2024-W37", "2024-W43"];
  assert.equal(
    importanceMeasure({ native_measure: "total_gain" }, { learned }),
    "gain of the splits in the training rows of 2024-W36 to 2024-W43",
  );
  assert.match(
    importanceMeasure({ native_measure: "mean_decrease_in_impurity" }, { learned }),
    /^impurity that the splits remove/,
  );
});

Deno.test("answerProse() needs no purchases in the week before", () => {
  assert.match(answerProse({ ...ANSWER, latest: [0] }), /: more than in the week before \(0\)\./);
});
