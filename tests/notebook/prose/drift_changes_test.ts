import assert from "node:assert/strict";
import {
  permutationProse,
  replayProse,
  schemaProse,
  variablesProse,
} from "../../../lib/notebook/prose/drift_changes.ts";

Deno.test("schemaProse() lists what is new and what disappeared", () => {
  const none = { count: 0, first: [] };
  const text = schemaProse({
    new_variables: [],
    vanished_variables: [],
    products: { new: { count: 2, first: [7, 8] }, vanished: none },
    customers: { new: none, vanished: { count: 9, first: [1, 2, 3, 4, 5, 6] } },
    categories: [{ variable: "brand", new_categories: ["A", "B"], vanished_categories: [] }],
    columns: [{ table: "clientes", new_columns: [], vanished_columns: ["X"] }],
    nulls: [{ table: "clientes", column: "X", before: 0, now: 3 }],
  }, { current: "2024-W47" });
  assert.deepEqual(text.split("\n").slice(2), [
    "- products sold for the first time: 2 (7 and 8); sold in the reference weeks but not in " +
    "2024-W47: 0",
    "- customers who bought for the first time: 0; who bought in every reference week but not in " +
    "2024-W47: 9 (1, 2, 3, 4 and 5 …)",
    "- `brand`: new A and B, not bought none",
    "- columns of clientes: new none, gone X",
    "- missing values of `X` in clientes: 0 before, 3 now",
  ]);
});

const variable = (effect_size: number, p_value: number, tested = true) => ({
  name: "size",
  tested,
  p_value,
  effect_size,
  verdict: "alike",
});

Deno.test("variablesProse() describes the largest difference", () => {
  const text = (effect: number, p: number) =>
    variablesProse([variable(effect, p), variable(0.01, 0.5), variable(1, 0, false)], {
      threshold: 0.05,
    });
  assert.match(text(0.05, 0.01), /^1 of 2 variables have p < 0\.05\..*0\.050.*however small/);
  assert.match(
    text(0.05, 0.2),
    /^0 of 2 .*\(below 0\.1\)\.\n\n- `size \(litres\)`: alike\n- `size \(litres\)`: alike$/,
  );
  assert.match(text(0.2, 0.01), /: small by the usual reading/);
  assert.match(text(0.5, 0.01), /: not small; look at its categories/);
  assert.equal(variablesProse([variable(1, 0, false)], { threshold: 0.05 }), "");
});

Deno.test("variablesProse() says once which variables do not differ at all", () => {
  const constant = { ...variable(0, 1), name: "category" };
  const text = variablesProse([variable(0.05, 0.01), constant], { threshold: 0.05 });
  assert.match(
    text,
    /^1 of 1 variables .*\n\n- `size \(litres\)`: alike\n\nNo difference at all in `cat/,
  );
  assert.equal(
    variablesProse([constant], { threshold: 0.05 }),
    "No difference at all in `category`.",
  );
});

Deno.test("replayProse() compares two rules", () => {
  const week = (original: boolean, decision: boolean) => ({
    week: "2024-W40",
    category: "brand A",
    alarms: { original, decision },
  });
  assert.match(
    replayProse([week(true, false), week(false, false)], { threshold: 0.05 }),
    /^In 2 weeks .* \*\*1\*\* \(50%\), .* \*\*0\*\* \(0%\): no week was unlike the others\.$/,
  );
  assert.match(
    replayProse([week(true, true)], { threshold: 0.05 }),
    /: 2024-W40 \(brand A\)\. About 5% of ordinary weeks alarm by chance\. A rule that/,
  );
});

Deno.test("permutationProse() compares a permutation's p-value with the formula's", () => {
  const found = { distance: 0.2, permutations: 99, asFar: 1 };
  assert.match(
    permutationProse({ ...found, pValue: 0.01 }),
    /1 of 99 .*0\.020\$.*\$p = 0\.01\$.* agree\.$/,
  );
  // (1 + 7) / (1 + 9)
  assert.match(
    permutationProse({ distance: 0.2, permutations: 9, asFar: 7, pValue: 1 }),
    /= 0\.800\$/,
  );
  assert.match(permutationProse({ ...found, pValue: 0 }), /gives \$p < 0\.0001\$\./);
  assert.match(permutationProse({ ...found, pValue: 0.4 }), /gives \$p = 0\.4\$\. .* disagree\.$/);
});
