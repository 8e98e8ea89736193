import assert from "node:assert/strict";
import { habitOf } from "../../../lib/stages/calls/habit.ts";
import { pairReason, statementsOf } from "../../../lib/stages/calls/pair_reason.ts";

const shares = { all: { share: 0.2 }, sameType: { share: 0.3 } };
const WEEK = 100;

/** What is known of a pair bought so many weeks ago. */
const bought = (...ago: number[]) => {
  const at = Int32Array.from(ago, (weeks) => WEEK - weeks).sort();
  return { habit: habitOf({ start: Int32Array.of(0, at.length), at }, 0, WEEK), shares };
};
const reasons = (...ago: number[]) => statementsOf(bought(...ago)).map(({ reason }) => reason);

Deno.test("what is said of a pair that was bought before", () => {
  assert.deepEqual(reasons(1, 2, 3, 5, 6, 8), [{ kind: "steady", weeks: 6, of: 8, since: 1 }]);
  assert.deepEqual(reasons(1, 2, 3, 4), [{ kind: "steady", weeks: 4, of: 4, since: 1 }]);
  assert.deepEqual(reasons(2, 4, 6, 8), [{ kind: "due", every: 2, since: 2 }]);
  assert.deepEqual(reasons(1, 3, 5, 7), [{ kind: "recent", weeks: 4, of: 7, since: 1 }]);
  assert.deepEqual(reasons(7, 9, 11, 13), [{ kind: "recent", weeks: 3, of: 12, since: 7 }]);
  assert.deepEqual(reasons(1), [{ kind: "recent", weeks: 1, of: 1, since: 1 }]);
  assert.deepEqual(reasons(20), [
    { kind: "back", since: 20 },
    { kind: "alike", share: 0.3 },
  ]);
});

const variant = (since: number) => ({ kind: "variant" as const, product: 7, since, same: true });

Deno.test("what is said of a new pair", () => {
  const rising = { all: { share: 0.2, before: 0.1 }, sameType: { share: 0.1 } };
  // the same article under another number
  assert.deepEqual(statementsOf({ variant: variant(12), shares: rising }), [
    { family: "group", reason: variant(12) },
  ]);
  assert.deepEqual(statementsOf({ variant: variant(13), shares: rising }), [
    { family: "group", reason: variant(13) },
    { family: "others", reason: { kind: "popular", share: 0.2, before: 0.1 } },
  ]);
  assert.deepEqual(
    statementsOf({ variant: variant(27), shares }).map(({ reason }) => reason.kind),
    ["alike"],
  );
  const [other] = statementsOf({ variant: { ...variant(3), same: false }, shares });
  assert.equal(other!.family, "others");
});

Deno.test("a variant is no reason if the shop bought the product itself, or bought it later", () => {
  const kinds = (ago: number, variantAgo: number) =>
    statementsOf({ ...bought(ago), variant: variant(variantAgo) })
      .map(({ reason }) => reason.kind);
  assert.deepEqual(kinds(12, 1), ["recent"]);
  assert.deepEqual(kinds(13, 12), ["variant"]);
  assert.deepEqual(kinds(15, 14), ["back", "variant", "alike"]);
  assert.deepEqual(kinds(13, 13), ["back", "alike"]);
});

Deno.test("the family that adds most to the score gives the reason", () => {
  const statements = statementsOf(bought(20));
  const kind = (pair: number, others: number) =>
    pairReason(statements, { pair, group: 9, others }).kind;
  assert.equal(kind(0.2, 0.1), "back");
  assert.equal(kind(0.1, 0.2), "alike");
  assert.equal(kind(-1, -2), "back");
  assert.equal(pairReason(statements).kind, "back", "without contributions the first");
});
