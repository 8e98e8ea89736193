import type { Dag, Task } from "../dag/task.ts";
import type { PipelineContext } from "./context.ts";
import { reusing } from "./reuse/reuse_outputs.ts";
import { gathering, NEEDS } from "./shards/known_parts.ts";
import { driftCheckTask } from "./tasks/drift_check.ts";
import { extractDataTask } from "./tasks/extract_data.ts";
import { predictTask, visitsTask } from "./tasks/predict.ts";
import { preprocessTask } from "./tasks/preprocess.ts";
import { shapAnalysisTask } from "./tasks/shap_analysis.ts";
import { skipTrainingTask } from "./tasks/skip_training.ts";
import { splitDataTask } from "./tasks/split_data.ts";
import { trainModelTask } from "./tasks/train_model.ts";

/** The input tables; `extract_data` reads and checks them once for all tasks. */
const TABLES = ["transacciones.parquet", "clientes.parquet", "productos.parquet"];

const MINUTE_MS = 60_000;

/** 5, 10, 20, 40 and 80 s: two and a half minutes for a full disk or a busy file. */
const PATIENCE = { retries: 5, retryDelayMs: 5000 };

/**
 * The longest of these tasks takes 9 s on the real data with two cores. Ten times the customers and
 * order lines take 4.8 × the time (tests/bench), so only a task that hangs takes two hours.
 */
const LIMITS = { ...PATIENCE, executionTimeoutMs: 120 * MINUTE_MS };

/** 4 trials and the refit take 200 s on the real data; a longer search continues when resumed. */
const TRAINING_LIMITS = { ...PATIENCE, executionTimeoutMs: 24 * 60 * MINUTE_MS };

/** Reads and checks the inputs. */
export const EXTRACT_DATA: Task<PipelineContext> = {
  id: "extract_data",
  after: [],
  reads: TABLES,
  writes: [],
  ...LIMITS,
  run: extractDataTask,
};

/** The weekly pipeline: the order of tasks, and what each reads and writes. */
export const SODAI_MLOPS: Dag<PipelineContext> = {
  id: "sodai_mlops",
  inputs: [...TABLES, "dataset_hist.parquet", "latest/*"],
  tasks: [
    EXTRACT_DATA,
    {
      id: "preprocess",
      after: ["extract_data"],
      reads: TABLES,
      writes: ["dataset_limpio.parquet"],
      ...LIMITS,
      run: gathering(reusing(preprocessTask)),
    },
    {
      // features need days and quantities of order lines, which are not in the matrix
      id: "split_data",
      after: ["preprocess"],
      reads: TABLES,
      writes: ["train.parquet", "val.parquet", "test.parquet"],
      ...LIMITS,
      run: gathering(reusing(splitDataTask)),
    },
    {
      id: "drift_check",
      after: ["split_data"],
      branches: true,
      reads: [...TABLES, "dataset_limpio.parquet", "dataset_hist.parquet", "latest/*"],
      writes: ["drift_report.json"],
      ...LIMITS,
      run: driftCheckTask,
    },
    {
      id: "train_model",
      after: ["drift_check"],
      reads: [
        "train.parquet",
        "val.parquet",
        "test.parquet",
        "dataset_limpio.parquet",
        "latest/*",
      ],
      writes: ["models/*"],
      ...TRAINING_LIMITS,
      run: gathering(trainModelTask),
    },
    {
      id: "skip_training",
      after: ["drift_check"],
      reads: ["latest/*"],
      writes: ["models/*"],
      ...LIMITS,
      run: skipTrainingTask,
    },
    {
      id: "shap_analysis",
      after: ["train_model", "skip_training"],
      triggerRule: "none_failed_min_one_success",
      reads: ["test.parquet", "models/judged.arrow"],
      writes: ["shap/*"],
      ...LIMITS,
      run: reusing(shapAnalysisTask, ["models/judged.arrow"]),
    },
    {
      id: "predict",
      after: ["shap_analysis"],
      triggerRule: "none_failed_min_one_success",
      reads: [...TABLES, "models/model.arrow"],
      writes: [
        "scores.parquet",
        "expected_items.json",
        "predicciones.csv",
        "call_list.json",
        "visitas.csv",
      ],
      ...LIMITS,
      run: gathering(async (context) => {
        await reusing(predictTask, NEEDS["predict"])(context);
        await visitsTask(context);
      }),
    },
  ],
};
