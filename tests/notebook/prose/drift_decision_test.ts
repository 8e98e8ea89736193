import assert from "node:assert/strict";
import { translator } from "../../../lib/language/messages.ts";
import {
  decisionProse,
  movesProse,
  movesSubtitle,
  noticesProse,
  realisedProse,
} from "../../../lib/notebook/prose/drift_decision.ts";

const REPORT: Parameters<typeof decisionProse>[0] = {
  decision: "train_model",
  reason: "PREMIUM moved 4.1 times its usual move.",
  notices: [],
  warnings: [],
  hides: null,
  preset: "default",
  reference: "2024-W40 to 2024-W46",
  current: "2024-W47",
};

Deno.test("decisionProse() states the decision, its reason and what was compared", () => {
  const [decision, compared, ...rest] = decisionProse(REPORT).split("\n\n");
  assert.equal(
    decision,
    "**A new model is trained.** PREMIUM moved 4.1 times its usual move.",
  );
  assert.match(
    compared!,
    /^The reference is 2024-W40 to 2024-W46: .*, without 2024-W47, which is compared with it\./,
  );
  assert.deepEqual(rest, []);
});

Deno.test("decisionProse() adds the model comparison, notices, warnings and what the rule cannot see", () => {
  const notice = {
    name: "active",
    reference: 1,
    recent: 2,
    score: 3,
    limit: 2,
    noticed: true,
    text: "fewer shops bought",
  };
  const text = decisionProse({
    ...REPORT,
    decision: "skip_training",
    notices: [notice, { ...notice, noticed: false, text: "nothing" }],
    warnings: ["few purchases"],
    hides: "It cannot see purchases.",
    preset: "original",
  }, { contest: { reason: "The new one is better." } });
  assert.deepEqual(text.split("\n\n").slice(0, 5), [
    "**The model in use stays.** PREMIUM moved 4.1 times its usual move.",
    "The new one is better.",
    "**To look into** (notices do not retrain, and say nothing of the cause): fewer shops bought.",
    "**Warning**: few purchases.",
    "It cannot see purchases.",
  ]);
  assert.match(text, /The check compares the table of all customers and products in 2024-W47/);
});

Deno.test("the first page says the same of a first run as decisionProse()", () => {
  const { t } = translator("en");
  const text = decisionProse({ ...REPORT, reference: "nothing yet" }).replaceAll("**", "");
  assert.equal(text.split("\n\n").at(-1), t("page.changes.first"));
});

Deno.test("decisionProse() says that a first run has nothing to compare with", () => {
  assert.match(
    decisionProse({ ...REPORT, reference: "nothing yet" }),
    /^\*\*A new.*\n\n\*\*Nothing decides in a first run\*\*, .* with the four before it\.$/,
  );
});

const MOVE = {
  variable: "segment",
  category: "PREMIUM",
  share_reference: 0.2,
  share_recent: 0.3,
  score: 4.1,
};
const JUDGEMENT = { categories: 22, limit: 3.5, judged: true, decided: true, overruled: false };

Deno.test("movesProse() says whether the largest move is unusual", () => {
  assert.match(movesProse(MOVE, JUDGEMENT), /20\.0% to 30\.0%.* 4\.1 times.*unusual/);
  assert.match(movesProse({ ...MOVE, score: 2 }, JUDGEMENT), /is 3\.5: \*\*this is ordinary/);
  assert.match(movesProse(MOVE, { ...JUDGEMENT, overruled: true }), /not counted as drift/);
  const first = { ...JUDGEMENT, decided: false };
  assert.match(movesProse(MOVE, first), /would have said unusual\*\*; this is for information\.$/);
  assert.match(movesProse({ ...MOVE, score: 2 }, first), /would have said ordinary\*\*/);
});

Deno.test("movesProse() names the category that moved most of those it does not watch", () => {
  const unwatched = { ...MOVE, variable: "brand", category: "33", share_reference: 0.002 };
  assert.match(
    movesProse(MOVE, { ...JUDGEMENT, unwatched }),
    /by chance; of those, `brand` 33 moved most, from 0\.2% to 30\.0%\. With so many/,
  );
});

Deno.test("movesSubtitle() says how many of the watched categories are drawn", () => {
  const subtitle = (length: number) =>
    movesSubtitle({ against: "the 4 weeks before", moves: Array(length) }, { top: 15 });
  assert.equal(
    subtitle(22),
    "Against the 4 weeks before; 1 is how far a category usually moves in that time. The 15 of " +
      "22 watched categories that moved furthest",
  );
  assert.match(subtitle(15), /All watched categories$/);
});

Deno.test("movesProse() says if moves cannot be judged", () => {
  const short = /history is too short/;
  assert.match(movesProse(MOVE, { ...JUDGEMENT, judged: false }), short);
  assert.match(movesProse(MOVE, { ...JUDGEMENT, limit: null }), short);
  assert.match(movesProse(undefined, JUDGEMENT), short);
  assert.match(movesProse({ ...MOVE, score: null }, JUDGEMENT), short);
  const gone = { ...MOVE, share_reference: null, share_recent: null };
  assert.match(movesProse(gone, JUDGEMENT), /from 0\.0% to 0\.0%/);
});

Deno.test("noticesProse() lists checks and how often one of them is wrong", () => {
  const notices = [{ text: "120 shops bought", noticed: false }, {
    text: "AP fell",
    noticed: true,
  }];
  const text = noticesProse({ notices, charts_read: 3, threshold: 0.05 });
  assert.match(text, /^- 120 shops bought\.\n- \*\*Unusual:\*\* AP fell\.\n\n/);
  assert.match(text, /these are 3 checks.*about 5%.*up to 14% of them/);
  assert.equal(noticesProse({ notices: [], charts_read: 1, threshold: 0.05 }), "");
});

Deno.test("realisedProse() lists the last six forecasts", () => {
  assert.equal(realisedProse([]), "");
  const realised = Array.from({ length: 7 }, (_, i) => ({
    week: `2024-W4${i}`,
    average_precision: 0.6,
  }));
  const text = realisedProse(realised);
  assert.match(text, /: 2024-W41 0\.600, .* and 2024-W46 0\.600\.$/);
});
