"""Runs a model.onnx on the inputs of a folder and writes its probabilities as 32-bit floats."""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

CHUNK = 100_000
model, folder = sys.argv[1], Path(sys.argv[2])
described = json.loads((folder / "inputs.json").read_text())
inputs = {}
for i, entry in enumerate(described["inputs"]):
    file = folder / f"input_{i}"
    if entry["categories"] is None:
        values = np.fromfile(file, f"f{entry['bytes']}")
    else:
        # code −1 means missing: it selects the last category
        values = np.array([*entry["categories"], "(missing)"], object)[np.fromfile(file, np.int32)]
    inputs[entry["name"]] = values.reshape(-1, 1)

session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
assert [entry.name for entry in session.get_inputs()] == list(inputs)
meta = session.get_modelmeta()
assert json.loads(meta.custom_metadata_map["features"]) == list(inputs)
facts = json.loads(meta.custom_metadata_map["facts"])
assert meta.version == int(facts["last_week"].replace("-W", "")), meta.version
threshold = facts["decision_threshold"]
answers = []
for begin in range(0, described["rows"], CHUNK):
    chunk = {name: values[begin : begin + CHUNK] for name, values in inputs.items()}
    label, probabilities = session.run(["label", "probabilities"], chunk)
    clear = np.abs(probabilities[:, 1] - threshold) > 1e-6
    assert np.array_equal(label[clear], (probabilities[:, 1] > threshold)[clear])
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-6)
    answers.append(probabilities[:, 1])
np.concatenate(answers).astype(np.float32).tofile(folder / "answer")
