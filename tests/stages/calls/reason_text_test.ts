import assert from "node:assert/strict";
import { translator } from "../../../lib/language/messages.ts";
import type { Reason } from "../../../lib/stages/calls/call_list.ts";
import { overdueText, pastText, reasonText } from "../../../lib/stages/calls/reason_text.ts";

const products = {
  "7": { name: "Cola · 1 l", attributes: [] },
  "8": { name: "8", attributes: [] },
};
const text = (reason: Reason, language: "en" | "es" = "en") =>
  reasonText(reason, translator(language), { products });

Deno.test("eight weeks of eight are every week, seven almost every week, six most weeks", () => {
  const steady = (weeks: number, since: number, language: "en" | "es" = "en") =>
    text({ kind: "steady", weeks, of: 8, since }, language);
  assert.equal(steady(8, 1), "buys it every week (8 of the last 8)");
  assert.equal(steady(7, 1), "buys it almost every week (7 of the last 8)");
  assert.equal(steady(6, 3), "buys it most weeks (6 of the last 8), most recently 3 weeks ago");
  assert.match(steady(8, 1, "es"), /^lo compra todas las semanas/);
});

Deno.test("a reorder is overdue after twice its usual gap", () => {
  assert.equal(
    text({ kind: "due", every: 2, since: 3 }),
    "reorder due: buys it about every 2 weeks, most recently 3 weeks ago",
  );
  assert.match(
    text({ kind: "due", every: 2, since: 4 }),
    /^reorder late: .* most recently 4 weeks ago$/,
  );
});

Deno.test("a first purchase is no habit", () => {
  const recent = (weeks: number, of: number, since: number) =>
    text({ kind: "recent", weeks, of, since });
  assert.equal(recent(1, 1, 1), "bought for the first time last week");
  assert.equal(recent(1, 5, 5), "bought for the first time 5 weeks ago");
  assert.equal(recent(6, 12, 1), "bought in 6 of the last 12 weeks, most recently last week");
  assert.match(recent(1, 12, 3), /^bought in 1 of the last 12 weeks, most recently 3 weeks ago$/);
});

Deno.test("more shops buy it only if the share rose", () => {
  assert.equal(
    text({ kind: "alike", share: 0.12, before: 0.08 }),
    "more shops of its type buy it: 12% in the last 4 weeks, 8% in the 4 before",
  );
  assert.equal(
    text({ kind: "alike", share: 0.12 }),
    "12% of the shops of its type that ordered in the last 4 weeks bought it",
  );
  assert.match(text({ kind: "popular", share: 0.12, before: 0.08 }), /^more shops buy it: 12%/);
});

Deno.test("what stopped is said by counts", () => {
  const past = (weeks: number, quantity: number) =>
    pastText({ product_id: 7, quantity, since: 6, weeks, of: 12 }, translator("en"));
  assert.equal(
    past(9, 13.8),
    "bought about 14 at a time, in 9 of the 12 weeks before it stopped, most recently 6 weeks ago",
  );
  assert.match(past(12, 0.25), /^bought about 0.3 at a time, in each of the 12 weeks before/);
  assert.equal(
    overdueText({ weeks: 10, of: 12, since: 5 }, translator("en")),
    "ordered in 10 of the 12 weeks before it stopped, most recently 5 weeks ago",
  );
});

Deno.test("a variant has its id, as it may have the same name", () => {
  assert.match(
    text({ kind: "variant", product: 7, since: 1, same: false }),
    /last week: Cola · 1 l \(7\)$/,
  );
  assert.match(text({ kind: "variant", product: 8, since: 2, same: false }), /2 weeks ago: 8$/);
  assert.equal(
    text({ kind: "variant", product: 7, since: 1, same: true }),
    "bought one with the same attributes last week: Cola · 1 l (7)",
  );
});
