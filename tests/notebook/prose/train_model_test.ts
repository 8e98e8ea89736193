import assert from "node:assert/strict";
import {
  baselinesProse,
  modelQualityProse,
  trainedProse,
} from "../../../lib/notebook/prose/train_model.ts";

const RESULTS = {
  model: "random_forest",
  refit: { rows: 12345, weeks: ["2024-W40", "2024-W41", "2024-W42"] },
  validation: { weeks: ["2024-W41"], average_precision: 0.64 },
  alternatives: [{ model: "gradient_boosting", validation: { average_precision: 0.63 } }],
  champion_challenger: null,
};

Deno.test("trainedProse() says how the model was trained and which model it was preferred to", () => {
  assert.equal(
    trainedProse(RESULTS),
    "The model was trained in this run. Its final fit used 12,345 rows of 3 weeks, 2024-W40 to " +
      "2024-W42.\n\nIt is a **random forest** model, with average precision 0.640 on the validation " +
      "weeks, 2024-W41; gradient boosting had 0.630.",
  );
  const kept = trainedProse({ ...RESULTS, alternatives: [] }, { from: "2024-W43_x" });
  assert.match(
    kept,
    /\*\*No model was trained in this run\*\*: it uses the model of run `2024-W43_x`/,
  );
  assert.match(kept, /validation weeks, 2024-W41\.$/);
  assert.match(
    trainedProse({ ...RESULTS, model: "blend" }),
    /It is a \*\*blend\*\* of a random forest, gradient boosting and a logistic regression, with/,
  );
});

Deno.test("trainedProse() calls none of two close models better, and compares with that in use", () => {
  const close = [{ model: "gradient_boosting", validation: { average_precision: 0.639 } }];
  assert.match(
    trainedProse({ ...RESULTS, alternatives: close }),
    /had 0\.639\. A difference below 0\.002 does not show which is better\.$/,
  );
  assert.doesNotMatch(trainedProse(RESULTS), /difference/);
  assert.match(
    trainedProse({ ...RESULTS, champion_challenger: { reason: "The new model is used." } }),
    /\n\nThe new model is used\.$/,
  );
});

const VALIDATION = { weeks: ["2024-W41"] };
const TEST = {
  weeks: ["2024-W42"],
  pairs: 1000,
  positives: 25,
  average_precision: 0.64,
  decision_threshold: 0.3,
  precision: 0.6,
  recall: 0.7,
  recall_at_10: 0.8,
};

Deno.test("modelQualityProse() says whether test and validation agree", () => {
  const text = modelQualityProse(TEST, { ...VALIDATION, average_precision: 0.65 });
  assert.match(
    text,
    /on the test weeks, 2024-W42, is \*\*0\.640\*\*, 26 times that of random scores \(0\.025\)/,
  );
  assert.match(
    text,
    /\*\*60% are bought\*\*, and they are 70%.*about the same, 0\.010 higher/,
  );
  assert.match(
    modelQualityProse(TEST, { ...VALIDATION, average_precision: 0.7 }),
    /0\.060 lower than in validation \(2024-W41\)/,
  );
  assert.match(
    modelQualityProse(TEST, { ...VALIDATION, average_precision: 0.6 }),
    /0\.040 higher than.*; the other measures need not agree/,
  );
  assert.doesNotMatch(text, /too good|easier/);
  assert.match(text, /contain, on average over shops, 80% of what it buys/);
  const leaking = modelQualityProse({ ...TEST, average_precision: 0.95 }, {
    ...VALIDATION,
    average_precision: 0.95,
  });
  assert.match(leaking, /too good to be true/);
});

Deno.test("modelQualityProse() says which purchases are found", () => {
  const text = (average_precision_new: number) =>
    modelQualityProse({
      ...TEST,
      average_precision_repeat: 0.7,
      average_precision_new,
      positives_new: 8,
    }, { ...VALIDATION, average_precision: 0.65 });
  assert.match(
    text(0.08),
    /before, .* is \*\*0\.700\*\*, .* \*\*0\.080\*\*: .* few of the 8 purchases \(of 25\) that are the first/,
  );
  assert.match(text(0.5), /\n\nAmong .* \*\*0\.500\*\*\.$/);
  assert.doesNotMatch(
    modelQualityProse(TEST, { ...VALIDATION, average_precision: 0.65 }),
    /bought before/,
  );
});

Deno.test("baselinesProse() says whether the model is better than the baselines", () => {
  const rules = [{ name: "decay", average_precision: 0.6 }, {
    name: "popularity",
    average_precision: 0.3,
  }];
  const text = (average_precision: number, otherPairs = false) =>
    baselinesProse({ average_precision, weeks: ["2024-W42"] }, rules, { otherPairs });
  assert.match(
    text(0.65),
    /^In 2024-W42 the best rule of thumb is decay with average precision 0\.600\..*\*\*0\.050 better\*\*\./,
  );
  assert.match(text(0.6105), /\*\*0\.01\d better\*\*/);
  assert.match(text(0.605), /no better than that/);
  assert.match(text(0.5), /\*\*0\.100 worse\*\*/);
  assert.match(text(0.5, true), /compare with care\.$/);
});
