import assert from "node:assert/strict";
import { driftStudy } from "../../lib/evaluation/drift_study.ts";
import { driftStudyTable } from "../../lib/evaluation/drift_study_table.ts";
import type { PurchaseMix } from "../../lib/features/category_shares.ts";
import { random } from "../../lib/stats/random.ts";

/** Eighty customers who each keep to a favourite brand, six purchases in a week, every other week. */
function loyalCustomers(weeks: number): PurchaseMix {
  const { uniform, below } = random(3);
  const customer: number[] = [], week: number[] = [], codes: number[] = [];
  const favourite = Array.from({ length: 80 }, () => below(3));
  const counts = Array.from({ length: weeks }, () => [0, 0, 0]);
  for (let w = 0; w < weeks; w++) {
    for (let c = 0; c < 80; c++) {
      if (uniform() < 0.5) continue;
      for (let i = 0; i < 6; i++) {
        const brand = uniform() < 0.8 ? favourite[c]! : below(3);
        customer.push(c);
        week.push(2850 + w);
        codes.push(brand);
        counts[w]![brand]!++;
      }
    }
  }
  return {
    weeks: counts.map((_, w) => 2850 + w),
    variables: [{ variable: "brand", categories: ["A", "B", "C"], counts }],
    purchases: {
      customer: Int32Array.from(customer),
      week: Int32Array.from(week),
      variables: [{ variable: "brand", categories: 3, codes: Int32Array.from(codes) }],
    },
    activity: [],
  };
}

const study = driftStudy(loyalCustomers(26), { repeats: 200, lost: [0.1, 0.6] });
const [original, ours] = [0, 1];

Deno.test("the original rule alarms where nothing drifted, for purchases go in clusters; ours hardly", () => {
  const orders = study.false_alarms.find(({ shuffled }) => shuffled === "whole orders")!;
  assert.ok(orders.alarms[original]! > 40, `${orders.alarms[original]} of 200`);
  for (const { shuffled, alarms } of study.false_alarms) {
    assert.ok(alarms[ours]! <= 22, `${shuffled}: ${alarms[ours]} of 200`); // 10 ± 3.1
  }
});

Deno.test("a greater loss is seen more often", () => {
  const [little, much] = study.power;
  assert.deepEqual([little!.lost, much!.lost], [0.1, 0.6]);
  assert.ok(much!.alarms[ours]! > little!.alarms[ours]! + 50);
  assert.ok(much!.alarms[ours]! > 150, `${much!.alarms[ours]} of 200`);
});

Deno.test("every week with four past moves is judged once by every rule", () => {
  assert.equal(study.weeks.length, 26 - 8);
  assert.ok(study.weeks.every(({ alarms, score }) => alarms.length === 2 && score >= 0));
  for (const { alarms, score, limit } of study.weeks) assert.equal(alarms[ours], score > limit);
});

Deno.test("a drift study is the same for the same seed, and leaves the purchases as they were", () => {
  const mix = loyalCustomers(12), before = structuredClone(mix);
  const options = { repeats: 5, seed: 9 };
  assert.deepEqual(driftStudy(mix, options), driftStudy(mix, options));
  assert.deepEqual(mix, before);
});

Deno.test("a drift study needs weeks for four past moves", () => {
  assert.throws(() => driftStudy(loyalCustomers(8)), /needs 9 weeks of purchases: 8/);
  assert.equal(driftStudy(loyalCustomers(9), { repeats: 1 }).weeks.length, 1);
});

Deno.test("the table of a study shows rules side by side and sums the real weeks", () => {
  const text = driftStudyTable(study);
  assert.match(
    text,
    /\| shuffled \| repeats \| any p < threshold \(original\) \| largest category/,
  );
  assert.match(text, /\| brand \| 60 % \| 200 \| \d+\.\d % \| \d+\.\d % \|/);
  assert.match(text, /\| alarms \| \d+ of 18 \| \d+ of 18 \|/);
});
