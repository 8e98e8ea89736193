import assert from "node:assert/strict";
import { backtest, type FitAndScore } from "../../lib/evaluation/backtest.ts";
import { BASELINES } from "../../lib/evaluation/baselines.ts";
import { summarize } from "../../lib/evaluation/evaluation_summary.ts";
import { evaluationTable } from "../../lib/evaluation/evaluation_table.ts";
import { unjudgedWeeks } from "../../lib/evaluation/unjudged_weeks.ts";
import { fullCatalogue } from "../../lib/features/pairs/known_universe.ts";
import { mondayOfWeek, weekName, weekOfDay } from "../../lib/table/time/week.ts";
import { FIRST_WEEK, type Line, randomLines, smallSales } from "../features/small_sales.ts";

const lines = randomLines(4).sort((a, b) => a.day - b.day);
const EMPTY = FIRST_WEEK + 6, week = FIRST_WEEK + 7;
const without = (...weeks: number[]) => lines.filter(({ day }) => !weeks.includes(weekOfDay(day)));
const models = Object.fromEntries(
  Object.entries(BASELINES).map(([name, baseline]): [string, FitAndScore] => [name, (past) => ({
    probability: baseline(past, fullCatalogue(past)),
    decisionThreshold: 0.3,
  })]),
);

Deno.test("unjudgedWeeks() leaves out weeks with purchases of known pairs", () => {
  assert.equal(unjudgedWeeks(smallSales(lines), [EMPTY, week]).size, 0);
});

Deno.test("unjudgedWeeks() marks a week without lines, and one with returns only", () => {
  const returns = without(EMPTY).concat({
    day: mondayOfWeek(EMPTY),
    customer: 0,
    product: 0,
    order: 1,
    items: -2,
  }).sort((a, b) => a.day - b.day);
  for (const some of [without(EMPTY), returns]) {
    const found = unjudgedWeeks(smallSales(some), [EMPTY, week]).get(EMPTY)!;
    const { pairs, ...rest } = found;
    assert.ok(pairs > 0);
    assert.deepEqual(rest, {
      week: weekName(EMPTY),
      judged: false,
      positives: 0,
      positives_beyond_known: 0,
      average_precision: null,
    });
  }
});

Deno.test("unjudgedWeeks() counts purchases outside the known universe", () => {
  const fresh = without(EMPTY).filter(({ product }) => product !== 5).concat(
    { day: mondayOfWeek(EMPTY), customer: 0, product: 5, order: 1, items: 2 },
  ).sort((a, b) => a.day - b.day);
  const found = unjudgedWeeks(smallSales(fresh), [EMPTY]).get(EMPTY)!;
  assert.equal(found.positives_beyond_known, 1);
});

Deno.test("the means of the other weeks are those without the empty week", async () => {
  const sales = smallSales(without(EMPTY));
  const judged = await backtest(sales, [week, week + 1], models);
  const summaries = summarize(judged, ["popularity"]);
  const table = evaluationTable(judged.map(({ record }) => record), summaries, {
    unjudged: [EMPTY],
  });
  assert.match(
    table,
    new RegExp(`^1 week without purchases is not judged: ${weekName(EMPTY)}$`, "m"),
  );
  assert.doesNotMatch(table, /NaN/);
});

Deno.test("a week without new purchases is left out of the mean of new pairs only", async () => {
  const bought = new Set<string>();
  const repeats = lines.filter(({ customer, product, day }: Line) => {
    const pair = `${customer} ${product}`, known = bought.has(pair);
    if (weekOfDay(day) < week) bought.add(pair);
    return known || weekOfDay(day) !== week;
  });
  const judged = await backtest(smallSales(repeats), [week, week + 1], models);
  const [first] = judged, second = judged.find((one) => one.week === week + 1)!;
  assert.equal(first!.record.positives_new, 0);
  assert.ok(Number.isNaN(first!.record.average_precision_new));
  assert.equal(JSON.parse(JSON.stringify(first!.record)).average_precision_new, null);
  const [{ mean }] = summarize(judged, []) as [ReturnType<typeof summarize>[number]];
  assert.equal(mean.average_precision_new.estimate, second.record.average_precision_new);
  assert.ok(mean.average_precision_new.low <= mean.average_precision_new.high);
  assert.ok(mean.average_precision.estimate > 0);
  const alone = summarize(judged.filter((one) => one.week === week), []);
  const table = evaluationTable([first!.record], alone);
  assert.doesNotMatch(table, /NaN/);
  assert.match(table, /–/);
});

Deno.test("a week in which every known pair is bought is judged", async () => {
  const all: Line[] = [];
  for (let customer = 0; customer < 9; customer++) {
    for (let product = 0; product < 7; product++) {
      all.push({ day: mondayOfWeek(week), customer, product, order: 1, items: 1 });
    }
  }
  const some = without(week).concat(all).sort((a, b) => a.day - b.day);
  const judged = await backtest(smallSales(some), [week], models);
  for (const { record } of judged) {
    assert.equal(record.average_precision, 1);
    assert.ok(Number.isNaN(record.roc_auc), "there is nothing to rank below");
  }
  assert.doesNotMatch(evaluationTable([judged[0]!.record], summarize(judged, [])), /NaN/);
});
