import assert from "node:assert/strict";
import { translator } from "../../../lib/language/messages.ts";
import type { Reason } from "../../../lib/stages/calls/call_list.ts";
import { reasonText } from "../../../lib/stages/calls/reason_text.ts";

const products = {
  "7": { name: "Cola · 1 l", attributes: [] },
  "8": { name: "8", attributes: [] },
};
const text = (reason: Reason, language: "en" | "es" = "en") =>
  reasonText(reason, translator(language), { products });

Deno.test("seven weeks of eight are almost all, six are most", () => {
  assert.equal(
    text({ kind: "steady", weeks: 7, of: 8 }),
    "buys it almost every week (7 of the last 8)",
  );
  assert.equal(text({ kind: "steady", weeks: 6, of: 8 }), "buys it most weeks (6 of the last 8)");
  assert.match(text({ kind: "steady", weeks: 3, of: 4 }, "es"), /^lo compra la mayoría de las/);
});

Deno.test("a reorder is overdue after twice its usual gap", () => {
  assert.match(text({ kind: "due", every: 2, since: 3 }), /^reorder due: every 2 weeks/);
  assert.match(text({ kind: "due", every: 2, since: 4 }), /^reorder late: .* last 4 weeks ago$/);
});

Deno.test("a variant has its id, as it may have the same name", () => {
  assert.match(text({ kind: "variant", product: 7, since: 1 }), /last week: Cola · 1 l \(7\)$/);
  assert.match(text({ kind: "variant", product: 8, since: 2 }), /2 weeks ago: 8$/);
});
