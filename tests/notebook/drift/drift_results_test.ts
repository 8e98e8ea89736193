import assert from "node:assert/strict";
import { categoryMoves } from "../../../lib/notebook/drift/category_moves.ts";
import {
  featureFigures,
  purchaseFigures,
} from "../../../lib/notebook/drift/distribution_figures.ts";
import { referenceWeeks } from "../../../lib/notebook/drift/reference_weeks.ts";
import { unwatchedMove } from "../../../lib/notebook/drift/unwatched_move.ts";
import { replayedScores, replayedWeeks } from "../../../lib/notebook/drift/replayed_weeks.ts";
import { simulatedSales } from "../../../lib/simulator/simulated_sales.ts";
import { linesBefore } from "../../../lib/table/order_lines.ts";
import { mondayOfWeek, weekName } from "../../../lib/table/time/week.ts";

const SALES = simulatedSales({ customers: 40, products: 12, weeks: 12 });
const LAST = SALES.predictedWeek - 1, FIRST = SALES.firstWeek;

Deno.test("referenceWeeks() returns the weeks of a report that are in the data", () => {
  const span = (from: number, to: number) => `${weekName(from)} to ${weekName(to)}`;
  assert.deepEqual(referenceWeeks(span(FIRST + 1, FIRST + 3), SALES), {
    from: FIRST + 1,
    to: FIRST + 3,
  });
  assert.deepEqual(referenceWeeks(weekName(FIRST + 2), SALES), { from: FIRST + 2, to: FIRST + 2 });
  assert.deepEqual(referenceWeeks(span(FIRST - 5, LAST + 5), SALES), { from: FIRST, to: LAST - 1 });
});

Deno.test("referenceWeeks() returns the four weeks before the last if the report names none", () => {
  const four = { from: LAST - 4, to: LAST - 1 };
  assert.deepEqual(referenceWeeks("nothing yet", SALES), four);
  assert.deepEqual(referenceWeeks(weekName(LAST), SALES), four);
  assert.deepEqual(referenceWeeks(weekName(FIRST - 1), SALES), four);
});

Deno.test("categoryMoves() returns the run's moves, or computes them", () => {
  const move = {
    variable: "brand",
    category: "A",
    share_reference: null,
    share_recent: 0.1,
    move: null,
    usual_move: null,
    score: null,
  };
  const largest_move = {
    judged: true,
    alarm: false,
    limit: 3.5,
    main_categories: 1,
    past_moves: 5,
    against: "2024-W43 to 2024-W46",
    moves: [move],
  };
  const own = categoryMoves({ largest_move, current: weekName(LAST) }, SALES, { threshold: 0.05 });
  assert.deepEqual([own.decided, own.limit, own.moves[0]!.move], [true, 3.5, 0]);
  const made = categoryMoves({ largest_move: null, current: weekName(LAST) }, SALES, {
    threshold: 0.05,
  });
  assert.deepEqual([made.decided, made.judged, made.against], [false, true, "the 4 weeks before"]);
  assert.ok(made.moves.length > 2 && made.limit! > 2);
});

Deno.test("unwatchedMove() returns the largest change of those that the rule does not watch", () => {
  const mix = {
    weeks: [10, 11, 13],
    variables: [{
      variable: "size",
      categories: ["0.25", "1", "2"],
      counts: [[90, 8, 2], [90, 8, 2], [80, 9, 11]],
    }, { variable: "category", categories: ["A", "B"], counts: [[1, 1], [1, 1], [0, 2]] }],
  };
  const weeks = { reference: { from: 10, to: 12 }, recent: { from: 13, to: 13 } };
  assert.deepEqual(unwatchedMove(mix, weeks, new Set(["size 0.25"])), {
    variable: "size",
    category: "2 l",
    share_reference: 0.02,
    share_recent: 0.11,
  });
  const all = new Set(["size 0.25", "size 1", "size 2"]);
  assert.equal(unwatchedMove(mix, weeks, all), undefined);
  const later = { ...weeks, recent: { from: 14, to: 14 } };
  assert.equal(unwatchedMove(mix, later, new Set()), undefined, "no purchases");
});

Deno.test("purchaseFigures() draws every attribute that has more than one value", () => {
  const figures = purchaseFigures(SALES, {
    reference: { from: FIRST, to: LAST - 1 },
    current: { from: LAST, to: LAST },
  });
  assert.ok(figures.some(({ alt }) => alt === "Shares of the categories of brand"));
  assert.ok(!figures.some(({ alt }) => alt.includes("region_id")));
  for (const { svg } of figures) assert.match(svg, /^<svg/);
});

Deno.test("featureFigures() draws the named features", () => {
  const weeks = { reference: { from: LAST - 3, to: LAST - 1 }, current: { from: LAST, to: LAST } };
  const draw = (features: string[]) =>
    featureFigures(SALES, { ...weeks, preset: "default", features, seed: 0 });
  assert.deepEqual(draw(["pair_weeks_ever"]).map(({ alt }) => alt), [
    "Distribution of the feature pair_weeks_ever",
  ]);
  assert.deepEqual(draw([]), []);
});

Deno.test("replayedWeeks() needs nine weeks", () => {
  const weeks = replayedWeeks(SALES, { threshold: 0.05, seed: 0 });
  assert.equal(weeks.at(-1)!.week, weekName(LAST));
  assert.equal(replayedScores(weeks).length, 2 * weeks.length);
  const predictedWeek = SALES.firstWeek + 8;
  const lines = linesBefore(SALES.lines, mondayOfWeek(predictedWeek));
  const short = { ...SALES, lines, predictedWeek };
  assert.deepEqual(replayedWeeks(short, { threshold: 0.05, seed: 0 }), []);
});
