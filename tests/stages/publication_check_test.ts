import assert from "node:assert/strict";
import { english } from "../../lib/language/english.ts";
import { checkPublication, type ForecastFacts } from "../../lib/stages/publication_check.ts";

/** A forecast as of the real data. */
const FACTS: ForecastFacts = {
  week: "2024-W48",
  predictions: 5298,
  threshold: 0.3,
  pairs: 1_523_499,
  traded: 155_396,
  tied: 1,
  invalid: 0,
  expected: 4800,
  weekly: [3788, 4112, 4799, 4403, 4353, 4540, 5467],
  newest: { week: "2024-W47", lines: 7089, purchases: 5467 },
  judged: {
    where: "on the test weeks 2024-W46 and 2024-W47",
    purchases: 10_007,
    average_precision: 0.655,
    baseline: { name: "decay", average_precision: 0.609 },
  },
  before: { run: "2024-W47_20241118T090000Z", average_precision: 0.652 },
};

const judged = (more: Partial<NonNullable<ForecastFacts["judged"]>>) => ({
  judged: { ...FACTS.judged!, ...more },
});

Deno.test("an ordinary forecast is published, also the first one, and one of a kept model", () => {
  const nothing = { impossible: [], doubtful: [] };
  assert.deepEqual(checkPublication(FACTS), nothing);
  assert.deepEqual(checkPublication({ ...FACTS, before: undefined }), nothing);
  assert.deepEqual(checkPublication({ ...FACTS, judged: undefined, before: undefined }), nothing);
});

const IMPOSSIBLE: [string, Partial<ForecastFacts>, RegExp][] = [
  [
    "an empty list",
    { predictions: 0 },
    /^Expected a list .* in 2024-W48, found no pair above the threshold of 0\.300: /,
  ],
  [
    "missing probabilities",
    { invalid: 7 },
    /^Expected a probability .* 1,523,499 pairs, found 7 without one: .* --force-train\.$/,
  ],
  [
    "one probability for all that trade",
    { tied: 155_396 },
    /^Expected probabilities that tell pairs apart, found 155,396 pairs that share the highest/,
  ],
];
for (const [name, change, says] of IMPOSSIBLE) {
  Deno.test(`${name} is impossible`, () => {
    const { impossible, doubtful } = checkPublication({ ...FACTS, ...change });
    assert.equal(impossible.length, 1);
    assert.match(english(impossible[0]!), says);
    assert.deepEqual(doubtful, []);
  });
}

const DOUBTFUL: [string, Partial<ForecastFacts>, RegExp][] = [
  [
    "too few expected purchases",
    { expected: 1400 },
    /^Expected 1,468 to 13,209 purchases in 2024-W48, .* median of 4,403 in the last 7 weeks .* found 1,400: /,
  ],
  ["too many expected purchases", { expected: 14_000 }, /found 14,000: /],
  [
    "a model below a rule of thumb",
    judged({ average_precision: 0.59 }),
    /at least 0\.609 on the test weeks 2024-W46 and 2024-W47, .* "decay" has, found 0\.590: /,
  ],
  [
    "a newest week of returns",
    { newest: { week: "2024-W47", lines: 7089, purchases: 0 } },
    /^Expected about 4,403 purchases in 2024-W47, .* found 0 in its 7,089 order lines: .* items\.$/,
  ],
  [
    "a newest week with hardly a purchase, as with the sign flipped",
    { newest: { week: "2024-W47", lines: 7089, purchases: 180 } },
    /found 180 in its 7,089 order lines: most are returns or zero/,
  ],
  [
    "a model far worse than the one in use",
    judged({ average_precision: 0.2, baseline: { name: "decay", average_precision: 0.19 } }),
    /at least 0\.261 .*, 40 % of the 0\.652 .* \(run 2024-W47_20241118T090000Z\), found 0\.200: /,
  ],
];
for (const [name, change, says] of DOUBTFUL) {
  Deno.test(`${name}: doubtful`, () => {
    const { impossible, doubtful } = checkPublication({ ...FACTS, ...change });
    assert.deepEqual(impossible, []);
    assert.equal(doubtful.length, 1, doubtful.map(english).join("\n"));
    assert.match(english(doubtful[0]!), says);
  });
}

Deno.test("with few purchases a model may be below a rule of thumb by chance", () => {
  const few = judged({ purchases: 100, average_precision: 0.55 });
  assert.deepEqual(checkPublication({ ...FACTS, ...few }).doubtful, []);
});

Deno.test("scores that are not calibrated need not add up to purchases", () => {
  assert.deepEqual(checkPublication({ ...FACTS, expected: null }).doubtful, []);
});

Deno.test("a closed week, and weeks in which a forecast could not be measured, are no reason", () => {
  const closed = { newest: { week: "2024-W47", lines: 0, purchases: 0 } };
  assert.deepEqual(checkPublication({ ...FACTS, ...closed }).doubtful, []);
  const low = { newest: { week: "2024-W47", lines: 2000, purchases: 1600 } };
  assert.deepEqual(checkPublication({ ...FACTS, ...low }).doubtful, []);
  const unmeasured = judged({ purchases: 0, average_precision: 0 });
  assert.deepEqual(checkPublication({ ...FACTS, ...unmeasured }).doubtful, []);
});
