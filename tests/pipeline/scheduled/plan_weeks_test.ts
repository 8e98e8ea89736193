import assert from "node:assert/strict";
import { english } from "../../../lib/language/english.ts";
import { type Forecast, planWeeks } from "../../../lib/pipeline/scheduled/plan_weeks.ts";
import { parseWeek, weekName } from "../../../lib/table/time/week.ts";

const week = (name: string) => parseWeek(`2024-${name}`)!;

/** A forecast of the schedule, or by hand. */
function made(name: string, by: "schedule" | "hand" = "schedule"): Forecast {
  const due = by === "hand" ? undefined : new Date("2024-11-25T09:00Z");
  return { week: week(name), runId: `${name} by ${by}`, due };
}

const CASES: [
  what: string,
  given: { next: string; due: string; forecasts: Forecast[]; all?: boolean },
  missed: string[],
  waits: RegExp | undefined,
][] = [
  ["the first forecast", { next: "W48", due: "W48", forecasts: [], all: true }, [], undefined],
  [
    "the next week",
    { next: "W48", due: "W48", forecasts: [made("W47")], all: true },
    [],
    undefined,
  ],
  [
    "after three missed weeks, the newest",
    {
      next: "W48",
      due: "W48",
      forecasts: [made("W44")],
    },
    [],
    undefined,
  ],
  [
    "under all, each of them",
    {
      next: "W48",
      due: "W48",
      forecasts: [made("W44")],
      all: true,
    },
    ["W45", "W46", "W47"],
    undefined,
  ],
  [
    "a forecast by hand does not end those before it",
    {
      next: "W48",
      due: "W48",
      forecasts: [made("W46", "hand"), made("W44")],
      all: true,
    },
    ["W45", "W47"],
    undefined,
  ],
  [
    "nothing new",
    {
      next: "W47",
      due: "W48",
      forecasts: [made("W47")],
    },
    [],
    /^run W47 by schedule has already forecast 2024-W47, and the data do not reach further$/,
  ],
  [
    "older data than before",
    {
      next: "W45",
      due: "W48",
      forecasts: [made("W47")],
    },
    [],
    /the data only allow to forecast 2024-W45$/,
  ],
  [
    "a retailer whose data come a week later",
    {
      next: "W47",
      due: "W48",
      forecasts: [made("W46")],
    },
    [],
    undefined,
  ],
  [
    "corrected data, after a try by hand in the same week",
    {
      next: "W48",
      due: "W48",
      forecasts: [made("W48", "hand"), made("W47")],
    },
    [],
    undefined,
  ],
  [
    "corrected data, after the scheduled forecast",
    {
      next: "W48",
      due: "W48",
      forecasts: [made("W48")],
    },
    [],
    /^run W48 by schedule has already/,
  ],
  [
    "missed weeks, although the newest was forecast by hand",
    {
      next: "W48",
      due: "W49",
      forecasts: [made("W48", "hand"), made("W45")],
      all: true,
    },
    ["W46", "W47"],
    /^run W48 by hand has already/,
  ],
];

for (const [what, { next, due, forecasts, all = false }, missed, waits] of CASES) {
  Deno.test(`planWeeks(): ${what}`, () => {
    const plan = planWeeks({ next: week(next), dueWeek: week(due), forecasts, all });
    assert.deepEqual(plan.missed.map(weekName), missed.map((name) => `2024-${name}`));
    if (waits) assert.match(english(plan.waits!), waits);
    else assert.equal(plan.waits, undefined);
  });
}
