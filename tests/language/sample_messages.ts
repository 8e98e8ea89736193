import { joined } from "../../lib/language/joined.ts";
import type { Message } from "../../lib/language/message.ts";

const WEEKS = joined("and", ["2024-W46", "2024-W47"]);
const ON_TEST: Message = { key: "check.onTest", values: { count: 2, weeks: WEEKS } };
const RATE: Message = { key: "drift.rate", values: { alarms: 7, weeks: 1234 } };
const SCARCE: Message = {
  key: "drift.scarce",
  values: { what: "purchases", reference: 2400, recent: 12, least: 30 },
};
const FIGURES: Message = {
  key: "contest.figures",
  values: {
    now: 0.6,
    before: 0.65,
    weeks: WEEKS,
    difference: { key: "words.signed", values: { sign: "minus", size: 0.05 } },
    low: { key: "words.signed", values: { sign: "minus", size: 0.07 } },
    high: { key: "words.signed", values: { sign: "plus", size: 0.0101 } },
  },
};
const GONE: Message = {
  key: "unusual.category",
  values: { attribute: "brand", category: "Cola", found: 1, usual: 1340 },
};

/** A message of each kind that a run records. */
export const MESSAGES: Message[] = [
  { key: "data.duplicates", values: { count: 1719, table: "clientes" } },
  { key: "data.nulls", values: { count: 1, column: "items" } },
  { key: "data.unknownCustomers", values: { count: 12 } },
  { key: "data.unknownProducts", values: { count: 1 } },
  { key: "data.withoutId", values: { count: 3, table: "productos" } },
  { key: "data.withoutValue", values: { count: 4, table: "clientes", column: "X" } },
  { key: "data.emptyColumn", values: { table: "clientes", column: "Y" } },
  { key: "data.incompleteWeek", values: { count: 2345, week: "2024-W48" } },
  {
    key: "data.emptyWeeks",
    values: {
      count: 4,
      weeks: ["2024-W05", { key: "words.range", values: { from: "2024-W07", to: "2024-W09" } }],
    },
  },
  { key: "data.gaps", values: { empty: 9, weeks: 47, date: "2024-01-01" } },
  { key: "data.tooOld", values: { date: "2024-11-24", days: 734, limit: 14 } },
  { key: "data.zone", values: { zone: "CET", known: "yes", advised: "Europe/Madrid" } },
  {
    key: "data.midnights",
    values: {
      times: joined("or", ["03:00", "04:00"]),
      zones: ["America/Santiago", "America/Asuncion"],
      zone: "America/Santiago",
    },
  },
  { key: "data.memory_limit", values: { needs: 1.7, limit: 2 } },
  { key: "data.memory", values: { needs: 2.1, machine: 24 } },
  {
    key: "unusual.week",
    values: {
      week: "2024-W47",
      what: { key: "unusual.purchases", values: { found: 1, usual: 4500, direction: "fewer" } },
      count: 1,
      also: ["2024-W45"],
    },
  },
  { key: "unusual.notSold", values: { found: 41, usual: 3, cause: "zeros" } },
  { key: "unusual.quantities", values: { measure: "median", found: 12_345, usual: 6.25 } },
  { key: "unusual.repeated", values: { found: 52, usual: 0 } },
  { key: "unusual.copied", values: { found: 100, weeks: 1 } },
  { key: "unusual.shifted", values: { days: -2 } },
  { key: "unusual.newCustomers", values: { found: 1200, customers: 1466 } },
  { key: "unusual.newPairs", values: { found: 88, usual: 12 } },
  { key: "unusual.goneCustomers", values: { gone: 700, regular: 1100, weeks: 4 } },
  { key: "unusual.goneProducts", values: { gone: 45, regular: 80, weeks: 4 } },
  { key: "unusual.goneCategories", values: { gone: [GONE, GONE], more: 2 } },
  { key: "check.invalid", values: { pairs: 1_523_499, invalid: 7 } },
  { key: "check.constant", values: { tied: 155_396 } },
  { key: "check.empty", values: { week: "2024-W48", threshold: 0.3 } },
  { key: "check.hardlyBought", values: { usual: 4403, week: "2024-W47", found: 0, lines: 7089 } },
  {
    key: "check.total",
    values: {
      low: 1468,
      high: 13_209,
      week: "2024-W48",
      usual: 4403,
      weeks: 7,
      factor: 3,
      found: 1400,
    },
  },
  {
    key: "check.noBetter",
    values: { least: 0.609, where: ON_TEST, baseline: "decay", found: 0.59 },
  },
  {
    key: "check.worse",
    values: {
      least: 0.261,
      where: { key: "check.inWeek", values: { week: "2024-W47" } },
      share: 40,
      before: 0.652,
      run: "2024-W47_20241118T090000Z",
      found: 0.2,
    },
  },
  { key: "check.backRun", values: { week: "2024-W44", newest: "2024-W48" } },
  { key: "training.leakage", values: { found: 0.981, weeks: WEEKS, limit: 0.9 } },
  { key: "training.mlForest", values: { trees: 20, rows: 5000, all: 517_154 } },
  { key: "contest.alone", values: { week: "2024-W47" } },
  { key: "contest.promoted", values: { figures: FIGURES } },
  { key: "contest.kept", values: { figures: FIGURES } },
  {
    key: "drift.fewWeeks",
    values: { threshold: "0.001", permutations: 999, variables: 7, least: 0.007 },
  },
  { key: "drift.neverAlarms", values: { threshold: "1e-60", limit: 41.26, reach: 38, rate: RATE } },
  { key: "drift.hasNotAlarmed", values: { threshold: "0.05", rate: RATE } },
  { key: "drift.tooOften", values: { threshold: "0.5", rate: RATE } },
  { key: "drift.undecided", values: { samples: 30, because: SCARCE } },
  { key: "task.chose", values: { task: "drift_check", next: "train_model" } },
  { key: "task.failed", values: { tasks: ["split_data", "preprocess"] } },
  { key: "task.skipped", values: { tasks: ["train_model"] } },
  { key: "run.closed", values: { run: "2024-W47_20241118T090000Z" } },
  { key: "wait.same", values: { run: "2024-W47_20241118T090000Z", held: "yes" } },
  {
    key: "wait.reached",
    values: { run: "2024-W47_1", week: "2024-W47", reach: "earlier", next: "2024-W46" },
  },
];
