import assert from "node:assert/strict";
import {
  agreementProse,
  directionsProse,
  explainedProse,
  familiesProse,
  permutationImportanceProse,
  shapProse,
} from "../../../lib/notebook/prose/shap_analysis.ts";

const WEEKS = ["2024-W46", "2024-W47"], LEARNED = ["2024-W40", "2024-W41", "2024-W42"];

Deno.test("explainedProse() names the weeks that are explained, and those that were learned from", () => {
  assert.match(
    explainedProse({ weeks: WEEKS, rows: 2000, positives: 50 }, {
      learned: LEARNED,
      model: "random_forest",
    }),
    /^Measured on \*\*2024-W46 and 2024-W47\*\*, .* \*\*has not learned\*\*: .* 2024-W40 to 2024-W42\..* 2,000 pairs of these weeks, 50 .*\(2\.5%\)/,
  );
});

Deno.test("explainedProse() says how the members of a blend enter", () => {
  const sample = { weeks: WEEKS, rows: 2000, positives: 50 };
  const text = (model: string) => explainedProse(sample, { learned: LEARNED, model });
  assert.match(
    text("blend"),
    /is a \*\*blend\*\*.* of random forest \(weight 1\), gradient boosting \(weight 2\) and logistic/,
  );
  assert.doesNotMatch(text("gradient_boosting"), /blend/);
});

const MEANINGS = new Map([["a", "how often"], ["b", null]]);

function permuted(...means: number[]) {
  const features = means.map((mean, i) => ({
    feature: "ab"[i]!,
    mean,
    interval_low: mean - 0.01,
    interval_high: mean + 0.01,
  }));
  return permutationImportanceProse({ baseline: 0.6, features, sample: { rows: 8000 } }, {
    meanings: MEANINGS,
    weeks: WEEKS,
  });
}

Deno.test("permutationImportanceProse() says how much depends on single features", () => {
  assert.match(
    permuted(0.1, 0.05),
    /^On a sample of 8,000 pairs of 2024-W46 and 2024-W47, .* is 0\.600; page 05 .* Without `a` \(how often\) .* \*\*0\.100\*\*\. `b`/,
  );
  assert.match(permuted(0.1, 0.05), /2 of the 2 .*does not depend on it alone/);
  assert.match(permuted(0.1), /does not depend on it alone/);
  assert.match(permuted(0.1, -0.02), /Shuffling `b` even raises average precision slightly/);
  assert.doesNotMatch(permuted(0.1, 0), /even raises/);
  assert.match(permuted(0.1, 0.001), /1 of the 2 .*losing any one of them costs little/);
  assert.match(permuted(0.02, 0.01), /No single feature is decisive/);
  assert.match(permuted(0.3, 0.2), /depends on one feature/);
});

Deno.test("familiesProse() explains the most important family", () => {
  const families = (...names: string[]) =>
    names.map((family) => ({ family, meaning: `the ${family}`, importance: 0.5 }));
  const forest = { measure: "mean_decrease_in_impurity" as const, learned: LEARNED };
  assert.match(
    familiesProse(families("pair", "order"), forest),
    /^In the training rows of 2024-W40 to 2024-W42, features about the pair account for \*\*50%\*\* of the impurity .*the order for 50%\. Habit/,
  );
  assert.match(
    familiesProse(families("group"), { measure: "total_gain", learned: LEARNED }),
    /gain of the splits\. Ha/,
  );
  assert.match(
    familiesProse(families("product"), forest),
    /pairs of the same product will be alike/,
  );
  assert.match(familiesProse(families("week"), forest), /deserves a second look/);
});

Deno.test("directionsProse() separates rising from falling features and leaves out text features", () => {
  const curve = (feature: string, grid: (number | string)[], mean: number[]) => ({
    feature,
    grid,
    mean,
  });
  assert.equal(
    directionsProse([
      curve("up", [0, 1], [0.01, 0.05]),
      curve("down", [0, 1], [0.05, 0.01]),
      curve("flat", [0, 1], [0.05, 0.051]),
      curve("brand", ["A", "B"], [0, 1]),
    ]),
    "Over the values that 98% of the pairs have, the mean probability **rises** with `up` " +
      "(1.0% at 0, 5.0% at 1). It **falls** with `down` (5.0% at 0, 1.0% " +
      "at 1). Check that these directions are what a seller would expect.",
  );
  assert.match(directionsProse([]), /^Check/);
});

Deno.test("shapProse() names what raises the scores of purchases", () => {
  const features = [0.01, -0.02, 0.03].map((mean_purchases, i) => ({
    feature: `f${i}`,
    mean_purchases,
  }));
  const shap = { unit: "log_odds" as const, base_value: -2, features, sample: { positives: 250 } };
  assert.match(
    shapProse(shap, { weeks: WEEKS }),
    /is -2\.000 \(log-odds, .* 250 pairs that were bought in 2024-W46 and 2024-W47, .* `f2` \(\+0\.030\) and `f0` \(\+0\.010\), /,
  );
  assert.match(shapProse(shap, { weeks: WEEKS }), /together by \+0\.040 on average\.$/);
  assert.match(shapProse({ ...shap, features: [] }, { weeks: WEEKS }), /No feature raises/);
});

Deno.test("agreementProse() counts the features that all rankings share", () => {
  const ranking = (text: string) => [...text].map((feature) => ({ feature }));
  assert.match(
    agreementProse([ranking("abcdef"), ranking("fedcba")]),
    /share 6 of their first ten features: `a`, .* and `f`\. They agree/,
  );
  assert.match(
    agreementProse([ranking("abcdex"), ranking("edcbay")]),
    /share 5 of .*They agree/,
  );
  assert.match(
    agreementProse([ranking("abcdx"), ranking("dcbay")]),
    /share 4 of .*They differ/,
  );
  assert.match(
    agreementProse([ranking("ab"), ranking("cd")]),
    /share 0 .*features\. They differ/,
  );
});
