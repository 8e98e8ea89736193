/** Everything a model is, in `models/`: copied whole by `skip_training`. */
export const MODEL_FILES = [
  "model.arrow",
  "model.onnx",
  "training_results.json",
  "study.journal",
  "reference.parquet",
];
