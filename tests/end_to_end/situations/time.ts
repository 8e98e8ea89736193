import { column, each, type Folder, type Situation } from "./situation.ts";

const HOUR = 3_600_000;

const dates = (folder: Folder) => column(folder, "transacciones", "purchase_date");

/** Stores local midnights as instants, as an export from a place so many hours ahead of UTC does. */
const instants = (hoursAhead: number) => (folder: Folder) => {
  const found = dates(folder);
  found.stored = "datetime_utc";
  each(found, (cell) => Number(cell) - hoursAhead * HOUR);
};

/** Keeps the order lines whose time passes. */
const keep = (passes: (ms: number) => boolean) => ({ tables }: Folder) => {
  const table = tables["transacciones"]!;
  const { cells } = table.find(({ name }) => name === "purchase_date")!;
  for (const found of table) {
    found.cells = found.cells.filter((_, row) => passes(Number(cells[row])));
  }
};

const on = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** Days, weeks and hours. */
export const TIME: Omit<Situation, "kind">[] = [
  {
    name: "instants of local midnight in Madrid, with the time zone",
    change: instants(1),
    given: { time_zone: "Europe/Madrid" },
    expected: "same",
  },
  {
    name: "instants of local midnight in Auckland, with the time zone",
    change: instants(13),
    given: { time_zone: "Pacific/Auckland" },
    expected: "same",
  },
  {
    name: "instants of local midnight in Santiago, with the time zone",
    change: instants(-3),
    given: { time_zone: "America/Santiago" },
    expected: "same",
  },
  {
    name: "instants of local midnight in Kolkata, with the time zone",
    change: instants(5.5),
    given: { time_zone: "Asia/Kolkata" },
    expected: "same",
  },
  {
    name: "instants without the time zone",
    change: instants(1),
    expected: { warns: /purchase_date[^]*UTC[^]*--time-zone/ },
  },
  {
    name: "local times, with a time zone",
    change: () => {},
    given: { time_zone: "Pacific/Auckland" },
    expected: "same",
  },
  {
    name: "an order of this morning in Auckland",
    change: (folder) => {
      instants(13)(folder);
      each(dates(folder), (cell, row) => row === 0 ? Date.parse("2024-03-03T20:00:00Z") : cell);
    },
    given: { time_zone: "Pacific/Auckland" },
    now: "2024-03-03T21:00:00Z",
    expected: { warns: /of the incomplete week 2024-W10 ignored/ },
  },
  {
    name: "orders of the week that has begun",
    change: (folder) => each(dates(folder), (cell, row) => row === 0 ? on("2024-03-04") : cell),
    expected: { warns: /1 transaction of the incomplete week 2024-W10 ignored/ },
  },
  {
    name: "an order of tomorrow",
    change: (folder) => each(dates(folder), (cell, row) => row === 0 ? on("2024-03-05") : cell),
    expected: {
      refused: /column purchase_date: expected no date after today, 2024-03-04, found 1/,
    },
  },
  {
    name: "a date of the year 2124",
    change: (folder) => each(dates(folder), (cell, row) => row === 0 ? on("2124-03-01") : cell),
    expected: { refused: /column purchase_date: expected no date after today/ },
  },
  {
    name: "zero dates",
    change: (folder) => each(dates(folder), (cell, row) => row === 0 ? 0 : cell),
    expected: { refused: /column purchase_date: expected no date before 2000-01-01, found 1 row/ },
  },
  {
    name: "one date that is missing",
    change: (folder) => each(dates(folder), (cell, row) => row === 0 ? null : cell),
    expected: { warns: /1 row of transacciones without purchase_date dropped/ },
  },
  {
    name: "two weeks without an order",
    change: keep((ms) => ms < on("2024-01-22") || ms >= on("2024-02-05")),
    expected: {
      warns: /2 of 9 weeks [^]*2 weeks without purchases, left out of training: 2024-W04/,
    },
  },
  {
    name: "two complete weeks only",
    change: keep((ms) => ms >= on("2024-02-19")),
    expected: { refused: /expected at least 3 complete weeks .* found 2/ },
  },
  {
    name: "all orders on one day",
    change: (folder) => each(dates(folder), () => on("2024-02-20")),
    expected: { refused: /expected at least 3 complete weeks/ },
  },
  {
    name: "data that end three weeks ago",
    change: () => {},
    now: "2024-03-24T12:00:00Z",
    expected: { warns: /22 days ago/ },
  },
  {
    name: "a week to predict that is after the data",
    change: () => {},
    given: { week: "2024-W20" },
    expected: { refused: /--week 2024-W20: expected a week from 2024-W04 .* to 2024-W10/ },
  },
  {
    name: "years in which nothing was sold before the data",
    change: (folder) => each(dates(folder), (cell, row) => row === 0 ? on("2021-01-04") : cell),
    expected: { warns: /155 weeks without purchases, left out of training/ },
  },
];
