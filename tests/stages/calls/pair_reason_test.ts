import assert from "node:assert/strict";
import { habitOf } from "../../../lib/stages/calls/habit.ts";
import { pairReason, statementsOf } from "../../../lib/stages/calls/pair_reason.ts";

const shares = { all: 0.2, sameType: 0.3 };
const WEEK = 100;

/** The statements on a pair bought so many weeks ago. */
const bought = (...ago: number[]) => {
  const at = Int32Array.from(ago, (weeks) => WEEK - weeks).sort();
  return statementsOf({
    habit: habitOf({ start: Int32Array.of(0, at.length), at }, 0, WEEK),
    shares,
  });
};
const reasons = (...ago: number[]) => bought(...ago).map(({ reason }) => reason);

Deno.test("what is said of a pair that was bought before", () => {
  assert.deepEqual(reasons(1, 2, 3, 5, 6, 8), [{ kind: "steady", weeks: 6, of: 8 }]);
  assert.deepEqual(reasons(1, 2, 3, 4), [{ kind: "steady", weeks: 4, of: 4 }]);
  assert.deepEqual(reasons(2, 4, 6, 8), [{ kind: "due", every: 2, since: 2 }]);
  assert.deepEqual(reasons(1, 3, 5, 7), [{ kind: "recent", weeks: 4, of: 7, since: 1 }]);
  assert.deepEqual(reasons(7, 9, 11, 13), [{ kind: "recent", weeks: 3, of: 12, since: 7 }]);
  assert.deepEqual(reasons(1), [{ kind: "recent", weeks: 1, of: 1, since: 1 }]);
  assert.deepEqual(reasons(20), [
    { kind: "back", since: 20 },
    { kind: "alike", share: 0.3 },
  ]);
});

Deno.test("what is said of a new pair", () => {
  const variant = { reason: { kind: "variant" as const, product: 7, since: 3 }, sameGroup: true };
  assert.deepEqual(statementsOf({ variant, shares: { all: 0.2, sameType: 0.1 } }), [
    { family: "group", reason: variant.reason },
    { family: "others", reason: { kind: "popular", share: 0.2 } },
  ]);
  const old = { ...variant, reason: { ...variant.reason, since: 27 } };
  assert.deepEqual(
    statementsOf({ variant: old, shares: { all: 0.2 } }).map(({ reason }) => reason),
    [
      { kind: "popular", share: 0.2 },
    ],
  );
  const [other] = statementsOf({ variant: { ...variant, sameGroup: false }, shares });
  assert.equal(other!.family, "others");
});

Deno.test("the family that adds most to the score gives the reason", () => {
  const statements = bought(20);
  const kind = (pair: number, others: number) =>
    pairReason(statements, { pair, group: 9, others }).kind;
  assert.equal(kind(0.2, 0.1), "back");
  assert.equal(kind(0.1, 0.2), "alike");
  assert.equal(kind(-1, -2), "back");
  assert.equal(pairReason(statements).kind, "back", "without contributions the first");
});
