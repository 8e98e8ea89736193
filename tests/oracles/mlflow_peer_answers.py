"""Reads JSON questions on stdin, prints the answers of MLflow's own client."""

import json
import logging
import sys

# MLflow must import the standard library's statistics, not statistics.py of this folder
sys.path.pop(0)
logging.disable(logging.WARNING)

import mlflow
import pyarrow.parquet as pq
from mlflow import MlflowClient


def runs(question):
    """Everything that the server stores about an experiment's runs."""
    client = MlflowClient()
    experiment = client.get_experiment_by_name(question["experiment"])
    answer = []
    for run in client.search_runs([experiment.experiment_id]):
        run_id = run.info.run_id
        history = [
            [key, metric.step, metric.value, metric.timestamp]
            for key in run.data.metrics
            for metric in client.get_metric_history(run_id, key)
        ]
        answer.append(
            {
                "run_id": run_id,
                "name": run.info.run_name,
                "status": run.info.status,
                "start_time": run.info.start_time,
                "end_time": run.info.end_time,
                "params": run.data.params,
                "tags": run.data.tags,
                "history": history,
                "datasets": [item.dataset.name for item in run.inputs.dataset_inputs],
                "artifacts": artifacts(client, run_id, ""),
            }
        )
    return answer


def artifacts(client, run_id, path):
    found = []
    for item in client.list_artifacts(run_id, path):
        found += artifacts(client, run_id, item.path) if item.is_dir else [item.path]
    return sorted(found)


def versions(question):
    client = MlflowClient()
    model = client.get_registered_model(question["name"])
    return {
        "versions": [
            {"version": version.version, "run_id": version.run_id, "status": version.status}
            for version in client.search_model_versions(f"name = '{question['name']}'")
        ],
        "aliases": {name: str(version) for name, version in model.aliases.items()},
    }


def predict(question):
    """Probabilities of the first rows of a table by both of the model's flavors."""
    mlflow.onnx.load_model(question["model"])  # raises if the ONNX model is not valid
    model = mlflow.pyfunc.load_model(question["model"])
    features = mlflow.models.get_model_info(question["model"]).signature.inputs.input_names()
    frame = pq.read_table(question["rows"]).slice(0, question["count"]).to_pandas()
    probabilities = model.predict(frame)["probabilities"][:, 1]
    # columns are taken by name
    other_order = model.predict(frame[features[::-1]])["probabilities"][:, 1]
    assert (probabilities == other_order).all()
    return {"features": features, "probabilities": probabilities.tolist()}


def experiment(question):
    """Tags of an experiment, and the first metrics of its run in the order of MLflow's pages."""
    client = MlflowClient()
    found = client.get_experiment_by_name(question["experiment"])
    [run] = client.search_runs([found.experiment_id])
    return {"tags": found.tags, "metrics": list(run.data.metrics)}


ANSWERS = {
    "runs": runs, "versions": versions, "predict": predict, "experiment": experiment,
}
questions = json.load(sys.stdin)
mlflow.set_tracking_uri(questions[0]["uri"])
json.dump([ANSWERS[question["ask"]](question) for question in questions], sys.stdout)
