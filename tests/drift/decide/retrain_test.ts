import assert from "node:assert/strict";
import { retrainOrNot } from "../../../lib/drift/decide/retrain.ts";

const CONTEXT = {
  hasModel: true,
  modelAgeWeeks: 4,
  maxModelAgeWeeks: 4,
  forceTrain: false,
  newWeeks: true,
};
const FINDING = { drift: false, judged: true, because: "B", ordinary: "Ordinary." };
const SIDES = { hasReference: true, modelsAge: true, currentLabel: "2024-W48" };

function decide(
  context: Partial<typeof CONTEXT & { featureMismatch: string | undefined }> = {},
  finding: Partial<typeof FINDING> = {},
  sides: Partial<typeof SIDES> = {},
) {
  const all = { ...CONTEXT, featureMismatch: undefined, ...context };
  return retrainOrNot(all, { ...FINDING, ...finding }, { ...SIDES, ...sides });
}

Deno.test("the reason is the first that applies, in this order", () => {
  const everything = { modelAgeWeeks: 9, forceTrain: true, featureMismatch: "it lacks a feature" };
  const reasons = [
    decide({ ...everything, hasModel: false }, { drift: true }),
    decide(everything, { drift: true }),
    decide({ ...everything, featureMismatch: undefined }, { drift: true }, { hasReference: false }),
    decide({ modelAgeWeeks: 9 }, { drift: true }, { hasReference: false }),
    decide({ modelAgeWeeks: 9, newWeeks: false }, { drift: true }),
    decide({ modelAgeWeeks: 9 }, { drift: true }),
    decide({ modelAgeWeeks: 9 }),
    decide(),
  ];
  assert.deepEqual(reasons.map(({ train, reason }) => [train, reason]), [
    [true, "There is no model yet."],
    [true, "The model in use does not fit this run: it lacks a feature."],
    [true, "Training was requested (--force-train)."],
    [true, "There is no reference to compare the data with."],
    [false, "The model was already trained on 2024-W48."],
    [true, "Drift: B."],
    [true, "No drift, but the model is 9 weeks old; the limit is 4."],
    [false, "Ordinary."],
  ]);
});

Deno.test("a model at the age limit is kept, an older one is retrained, unless there is no limit", () => {
  assert.equal(decide({ modelAgeWeeks: 4 }).train, false);
  assert.equal(decide({ modelAgeWeeks: 5 }).train, true);
  assert.equal(decide({ modelAgeWeeks: 5 }, {}, { modelsAge: false }).train, false);
});

Deno.test("if drift could not be judged, the reason does not say that there was none", () => {
  const { reason } = decide({ modelAgeWeeks: 5 }, { judged: false });
  assert.equal(
    reason,
    "Drift could not be judged (B), and the model is 5 weeks old; the limit is 4.",
  );
});
