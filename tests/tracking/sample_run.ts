import { dirname, join } from "node:path";
import { runFolder } from "../../lib/dag/runs/run_folder.ts";
import { type RunRecord, type TaskRecord, writeRunRecord } from "../../lib/dag/runs/run_record.ts";

export const RUN_ID = "2024-W48_20241125T090000Z";

const DRIFT = {
  preset: "default",
  drift_detected: true,
  decision: "train_model",
  reason: "PREMIUM moved 5.1 times its usual weekly move.",
  threshold: 0.05,
  variables: [
    {
      name: "brand",
      kind: "categorical",
      tested: true,
      statistic: 12.5,
      p_value: 0.25,
      degrees_of_freedom: 9,
      n_reference: 500,
      n_current: 90,
      effect_size: 0.03,
      psi: null,
      cluster_p_value: 0.04,
      largest_move: { category: "PREMIUM", score: 5.1 },
      drifted: true,
    },
    { name: "X", kind: "numeric", tested: false, n_reference: 0, n_current: 90, drifted: false },
  ],
  drifted_variables: ["brand"],
  share_drifted: 1,
  largest_move: { judged: true, alarm: true, limit: 3.5, moves: [{ score: 5.1 }, { score: 1 }] },
  notices: [{ name: "active customers", reference: 50, recent: 45, score: 1.5, noticed: false }],
  charts_read: 4,
};

const METRICS = { weeks: ["2024-W47"], pairs: 100, average_precision: 0.65, f1: 0.6 };

export const TRAINING = {
  preset: "default",
  model: "random_forest",
  search: {
    trials: [
      { number: 0, settings: { max_depth: 14, criterion: "gini" }, value: 0.61 },
      { number: 1, settings: { max_depth: 9, criterion: "gini" }, value: 0.6, state: "pruned" },
      { number: 2, settings: { max_depth: 19, criterion: "gini" }, value: 0.62, state: "complete" },
      { number: 3, settings: { max_depth: 12, criterion: "gini" }, value: 0.6 },
    ],
    best_trial: 2,
  },
  settings: { max_depth: 19, n_estimators: 100 },
  calibration: null,
  validation: METRICS,
  test: METRICS,
  alternatives: [{ model: "gradient_boosting", validation: { average_precision: 0.64 } }],
  decision_threshold: 0.29,
  features: ["recency", "pair_weeks_ever"],
  refit: { weeks: ["2024-W36", "2024-W47"], rows: 5000, purchases: 400 },
};

const CSV = "customer_id,product_id,week,probability\n1,7,2024-W48,0.9\n1,8,2024-W48,0.5\n" +
  "2,7,2024-W48,0.4\n";

/** Files of a run by name. */
const FILES: Record<string, [task: string, content: string]> = {
  "train.parquet": ["split_data", "rows"],
  "drift_report.json": ["drift_check", JSON.stringify(DRIFT)],
  "models/model.arrow": ["train_model", "arrow"],
  "models/model.onnx": ["train_model", "onnx"],
  "models/training_results.json": ["train_model", JSON.stringify(TRAINING)],
  "models/reference.parquet": ["train_model", "reference"],
  "models/challenger/model.onnx": ["train_model", "the model before"],
  "shap/shap_summary.png": ["shap_analysis", "png"],
  "shap/shap_summary.svg": ["shap_analysis", "svg"],
  "predicciones.csv": ["predict", CSV],
};

const TASKS: [id: string, facts: Record<string, unknown>][] = [
  ["extract_data", { transacciones: { rows: 1000, null_rows_dropped: { items: 1 } } }],
  ["split_data", {}],
  ["drift_check", { drift_detected: true, decision: "train_model", reason: DRIFT.reason }],
  ["train_model", { model: "random_forest", test_average_precision: 0.65 }],
  ["skip_training", {}],
  ["shap_analysis", {}],
  ["predict", { week: "2024-W48", pairs: 1500, predictions: 3, decision_threshold: 0.29 }],
];

/** The run record of a successful run that trained a model. */
export function sampleRun(): RunRecord {
  return {
    run_id: RUN_ID,
    dag: "sodai_mlops",
    state: "success",
    started: "2024-11-25T09:00:00.000Z",
    ended: "2024-11-25T09:01:00.000Z",
    predicted_week: "2024-W48",
    parameters: { preset: "default", n_trials: 4, week: null, data_dir: "data", workers: 2 },
    inputs: { "transacciones.parquet": "ab".repeat(32) },
    model_in_use: null,
    versions: { sodai: "0.1.0", deno: "2.9.6" },
    seed: 0,
    tasks: TASKS.map(([id, facts], i): TaskRecord => ({
      id,
      state: id === "skip_training" ? "skipped" : "success",
      started: `2024-11-25T09:00:0${i}.000Z`,
      ended: `2024-11-25T09:00:0${i + 1}.000Z`,
      duration_ms: 1000,
      facts: structuredClone(facts),
      outputs: Object.entries(FILES).filter(([, [task]]) => task === id)
        .map(([name, [, content]]) => ({ name, bytes: content.length, sha256: "" })),
    })),
    warnings: [{ task: "extract_data", text: "719 exact duplicate rows" }],
  };
}

/** The files of that run, as read for planning. */
export const SAMPLE = {
  driftReport: DRIFT as Record<string, unknown>,
  trainingResults: TRAINING as Record<string, unknown>,
  usedResults: TRAINING as Record<string, unknown>,
  predictions: CSV,
};

/** The folder of a run in a temporary outputs folder. */
export function sampleFolder(run: RunRecord = sampleRun()) {
  const outputsDir = Deno.makeTempDirSync();
  const folder = runFolder(outputsDir, run.run_id);
  for (const [name, [, content]] of Object.entries(FILES)) {
    Deno.mkdirSync(dirname(join(folder, name)), { recursive: true });
    Deno.writeTextFileSync(join(folder, name), content);
  }
  writeRunRecord(folder, run);
  return {
    run,
    folder,
    outputsDir,
    [Symbol.dispose]: () => Deno.removeSync(outputsDir, { recursive: true }),
  };
}
