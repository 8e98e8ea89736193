import assert from "node:assert/strict";
import { english } from "../../lib/language/english.ts";
import { tooOld } from "../../lib/pipeline/data_age.ts";
import { dayOfDate } from "../../lib/table/time/week.ts";

const newestDay = dayOfDate(new Date("2024-11-24"));

Deno.test("data may be as old as max_data_age, and of any age for a named week", () => {
  const limit = { max_data_age: 14, week: null };
  assert.equal(tooOld(limit, { newestDay, ageDays: 14 }), undefined);
  assert.equal(
    english(tooOld(limit, { newestDay, ageDays: 15 })!),
    "the data end on 2024-11-24, 15 days ago, and more than 14 days are too old (--max-data-age): " +
      "look for a newer export",
  );
  assert.equal(tooOld({ ...limit, week: "2024-W44" }, { newestDay, ageDays: 15 }), undefined);
});
