import assert from "node:assert/strict";
import { importancesProse } from "../../../lib/notebook/prose/importances.ts";

/** Complete trials whose values go from 0.5 to 0.5 + spread, and a pruned one below. */
const search = (count: number, spread: number) => [
  ...Array.from({ length: count }, (_, i) => ({
    state: "complete",
    value: 0.5 + spread * i / (count - 1),
  })),
  { state: "pruned", value: 0.1 },
];

Deno.test("importancesProse() says how many trials the importances come from", () => {
  assert.match(importancesProse(search(21, 0.1)), /tenth of \*\*21 complete trials\*\*, 3 trials/);
  assert.match(importancesProse(search(20, 0.1)), /\*\*20 complete trials\*\*, 2 trials, with/);
});

Deno.test("importancesProse() says why too few trials have no bars", () => {
  assert.match(
    importancesProse(search(19, 0.1)),
    /^Which setting matters is not shown: .* of 19 complete trials .* At least 20 are needed/,
  );
  assert.match(
    importancesProse([{ state: "complete", value: 0.6 }]),
    /^Which setting matters is not shown: .* of 1 complete trial says/,
  );
});

Deno.test("importancesProse() warns of few trials, and of trials that score alike", () => {
  const few = /Read them with caution.*from fewer than 50/, alike = /lie within 0\.008, so there/;
  const cautions = (count: number, spread: number) => {
    const text = importancesProse(search(count, spread));
    return [few.test(text), alike.test(text), /caution/.test(text)];
  };
  assert.deepEqual(cautions(50, 0.1), [false, false, false]);
  assert.deepEqual(cautions(49, 0.1), [true, false, true]);
  assert.deepEqual(cautions(60, 0.008), [false, true, true]);
  assert.deepEqual(cautions(30, 0.008), [true, true, true]);
});
