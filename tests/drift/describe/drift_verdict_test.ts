import assert from "node:assert/strict";
import { withVerdict } from "../../../lib/drift/describe/drift_verdict.ts";

const MEASURED = {
  name: "size",
  kind: "numeric" as const,
  test: "kolmogorov_smirnov" as const,
  tested: true,
  statistic: 0.2,
  p_value: 0.01,
  n_reference: 50,
  n_current: 60,
  effect_size: 0.2,
  effect_name: "ks_distance" as const,
  psi: 0.1,
};

function verdict(effect_size: number, p_value = 0.01): string {
  const judged = { threshold: 0.05, drifted: false, purchases: null };
  return withVerdict({ ...MEASURED, effect_size, p_value }, judged).verdict;
}

Deno.test("effect sizes have Cohen's names, starting at 0.1, 0.3 and 0.5", () => {
  const cases: [number, string][] = [
    [0.099, "negligible"],
    [0.1, "small"],
    [0.299, "small"],
    [0.3, "medium"],
    [0.499, "medium"],
    [0.5, "large"],
  ];
  for (const [effect, word] of cases) assert.match(verdict(effect), new RegExp(`a ${word} effect`));
});

Deno.test("a p-value at the threshold is no difference", () => {
  assert.match(verdict(0.2, 0.05), /^No difference found \(p = 0\.05, D = 0\.2\)/);
  assert.match(verdict(0.2, 0.0499), /^Different \(p = 0\.05\)/);
});

Deno.test("no p-value is 0", () => {
  assert.match(verdict(0.2, 0), /^Different \(p < 0\.0001\)/);
  assert.match(verdict(0.2, 9.9e-5), /\(p < 0\.0001\)/);
  assert.match(verdict(0.2, 1e-4), /\(p = 0\.0001\)/);
});
