import type { DriftReport } from "../../../lib/drift/describe/drift_report.ts";
import type { RunResults } from "../../../lib/report/first_page/run_results.ts";
import type { TrainingResults } from "../../../lib/stages/training/training_results.ts";

const PRODUCTS = [
  { product_id: 7, expected: 100, usual: 80, last: 90 },
  { product_id: 8, expected: 30, usual: 60, last: 40 },
  { product_id: 9, expected: 2, usual: 1, last: 0 },
];

/** Results of a run, as its files have them. */
export const RESULTS = {
  expected: {
    week: "2024-W48",
    coverage: 0.8,
    usual_weeks: ["2024-W44", "2024-W45", "2024-W46", "2024-W47"],
    past_weeks: 43,
    total: {
      purchases: { expected: 4722, low: 3900, high: 5600, usual: 4722 * 1.002, last: 5000 },
      items: { expected: 23_000, low: 20_000, high: 26_000, usual: 22_000, last: 21_000 },
    },
    products: PRODUCTS.map(({ product_id, ...numbers }, i) => ({
      product_id,
      purchases: i === 0 ? { ...numbers, low: 80, high: 130 } : numbers,
      items: { ...numbers, expected: 10 * numbers.expected },
    })),
  },
  calls: {
    week: "2024-W48",
    customer_columns: ["customer_type"],
    product_columns: ["brand"],
    customers: { "1": { name: "1", attributes: ["Bar <&>"] } },
    products: {
      "7": { name: "Cola · 1", attributes: ["Cola"] },
      "8": { name: "Limón & <b>", attributes: ["Limón"] },
    },
    shops: [{
      customer_id: 1,
      purchases: 2.5,
      items: 9,
      products: [{
        product_id: 7,
        probability: 0.75,
        quantity: 3.25,
        reason: { kind: "due", every: 2, since: 2 },
      }],
      offers: [],
      stopped: [{ product_id: 8, quantity: 2, every: 1, since: 6, weeks: 11, of: 12 }],
    }],
  },
  training: {
    test: {
      weeks: ["2024-W46", "2024-W47"],
      pairs: 300_000,
      positives: 9_000,
      average_precision: 0.6593,
      decision_threshold: 0.3,
      precision: 0.573,
      recall: 0.652,
      calibration_error: 0.015,
    },
    curves: {
      precision_recall: [],
      calibration: [{ meanPredicted: 0.2, shareOfPositives: 0.22, count: 500 }],
    },
  } as unknown as TrainingResults,
  drift: {
    drift_judged: true,
    drift_detected: false,
    reference: "2024-W36 to 2024-W43",
    current: "2024-W44 to 2024-W47",
    variables: [],
    largest_move: {
      judged: true,
      alarm: false,
      limit: 6,
      main_categories: 20,
      past_moves: 30,
      against: "2024-W40 to 2024-W43",
      moves: [{
        variable: "brand",
        category: "Cola",
        share_reference: 0.2,
        share_recent: 0.25,
        move: 0.2,
        usual_move: 0.1,
        score: 2.04,
      }],
    },
    realised: [{
      week: "2024-W47",
      preset: "default",
      average_precision: 0.64,
      pairs: 150_000,
      purchases: 4_900,
      outcome: {
        expected: 4800,
        low: 4000,
        high: 5300,
        bought: 4930,
        listed: 5000,
        listed_bought: 2900,
        items: { expected: 24_000, low: 20_000, high: 28_000, bought: 31_000 },
      },
    }],
  } as unknown as DriftReport,
} satisfies RunResults;

/** The tasks of a run that trained a model. */
export const TASKS: { id: string; state: string; facts: Record<string, unknown> }[] = [
  {
    id: "drift_check",
    state: "success",
    facts: { decision: "train_model", cause: "age", drift_detected: false, drift_judged: true },
  },
  { id: "train_model", state: "success", facts: {} },
  {
    id: "predict",
    state: "success",
    facts: {
      predictions: 5326,
      pairs: 1_523_499,
      decision_threshold: 0.3,
      expected_purchases: 4722,
      expected_items: 23_000,
    },
  },
];
