import assert from "node:assert/strict";
import { weekUses } from "../../lib/notebook/week_uses.ts";
import { parseWeek } from "../../lib/table/time/week.ts";

Deno.test("weekUses() returns the use of every week, from the first to the predicted week", () => {
  const firstWeek = parseWeek("2024-W10")!;
  const labels = (week: string) => [{ week, rows: 100, purchases: 5 }];
  const uses = weekUses({ firstWeek, predictedWeek: firstWeek + 4 }, {
    train: labels("2024-W11"),
    validation: labels("2024-W12"),
    test: labels("2024-W13"),
  });
  assert.deepEqual(uses, [
    { week: firstWeek, use: "history" },
    { week: firstWeek + 1, use: "train", rows: 100 },
    { week: firstWeek + 2, use: "validation", rows: 100 },
    { week: firstWeek + 3, use: "test", rows: 100 },
    { week: firstWeek + 4, use: "predicted" },
  ]);
});
