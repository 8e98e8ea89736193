import type { Dag } from "../dag/task.ts";
import type { PipelineContext } from "./context.ts";
import { driftCheckTask } from "./tasks/drift_check.ts";
import { extractDataTask } from "./tasks/extract_data.ts";
import { predictTask } from "./tasks/predict.ts";
import { preprocessTask } from "./tasks/preprocess.ts";
import { shapAnalysisTask } from "./tasks/shap_analysis.ts";
import { skipTrainingTask } from "./tasks/skip_training.ts";
import { splitDataTask } from "./tasks/split_data.ts";
import { trainModelTask } from "./tasks/train_model.ts";

/** The input tables; `extract_data` reads and checks them once for all tasks. */
const TABLES = ["transacciones.parquet", "clientes.parquet", "productos.parquet"];

/** The weekly pipeline: the order of tasks, and what each reads and writes. */
export const SODAI_MLOPS: Dag<PipelineContext> = {
  id: "sodai_mlops",
  inputs: [...TABLES, "dataset_hist.parquet", "latest/*"],
  tasks: [
    { id: "extract_data", after: [], reads: TABLES, writes: [], run: extractDataTask },
    {
      id: "preprocess",
      after: ["extract_data"],
      reads: TABLES,
      writes: ["dataset_limpio.parquet"],
      run: preprocessTask,
    },
    {
      // features need days and quantities of order lines, which are not in the matrix
      id: "split_data",
      after: ["preprocess"],
      reads: TABLES,
      writes: ["train.parquet", "val.parquet", "test.parquet"],
      run: splitDataTask,
    },
    {
      id: "drift_check",
      after: ["split_data"],
      branches: true,
      reads: [...TABLES, "dataset_limpio.parquet", "dataset_hist.parquet", "latest/*"],
      writes: ["drift_report.json"],
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
      run: trainModelTask,
    },
    {
      id: "skip_training",
      after: ["drift_check"],
      reads: ["latest/*"],
      writes: ["models/*"],
      run: skipTrainingTask,
    },
    {
      id: "shap_analysis",
      after: ["train_model", "skip_training"],
      triggerRule: "none_failed_min_one_success",
      reads: ["val.parquet", "models/model.arrow"],
      writes: ["shap/*"],
      run: shapAnalysisTask,
    },
    {
      id: "predict",
      after: ["shap_analysis"],
      triggerRule: "none_failed_min_one_success",
      reads: [...TABLES, "models/model.arrow"],
      writes: ["scores.parquet", "predicciones.csv"],
      run: predictTask,
    },
  ],
};
