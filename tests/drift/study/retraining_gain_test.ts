import assert from "node:assert/strict";
import { meanGains } from "../../../lib/drift/study/retraining_gain.ts";

Deno.test("mean gains are sorted by age and use the chosen weeks only", () => {
  const week = (gains: [age: number, estimate: number][]) => ({
    gains: gains.map(([age, estimate]) => ({ age, estimate, low: 0, high: 0 })),
  });
  const weeks = [week([[4, 0.3], [1, 0.1]]), week([[8, 0.5], [4, 0.1]]), week([[4, 9]])];
  const found = meanGains(weeks, "every week", (index) => index < 2);
  assert.deepEqual(found.map(({ age, weeks, mean }) => [age, weeks, mean]), [
    [1, 1, 0.1],
    [4, 2, 0.2],
    [8, 1, 0.5],
  ]);
});
