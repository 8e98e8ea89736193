/** The files of a model in `models/`; `skip_training` copies all of them. */
export const MODEL_FILES = [
  "model.arrow",
  "model.onnx",
  "judged.arrow",
  "training_results.json",
  "study.journal",
  "reference.parquet",
];
