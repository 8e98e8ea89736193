"""Predicts from models/model.arrow with numpy alone, for model_files_peer_test.ts.

Reads one row per node, written by lib/forest/files/model_file.ts, and the JSON metadata written by
lib/model/model.ts.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.feather

MARGIN = 1e-5  # as in lib/model/calibrate.ts: probabilities are clipped to [MARGIN, 1 - MARGIN]

model, folder = sys.argv[1], Path(sys.argv[2])
table = pyarrow.feather.read_table(model)
metadata = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
node = {name: table[name].to_numpy() for name in table.column_names}
features = json.loads(metadata["features"])
facts = json.loads(metadata["meta.facts"])
encoders = json.loads(metadata["meta.preprocessing"])


def read_inputs():
    """Arrays by feature name: numbers (NaN if missing) or text (None if missing)."""
    described = json.loads((folder / "inputs.json").read_text())
    columns = {}
    for i, entry in enumerate(described["inputs"]):
        file = folder / f"input_{i}"
        if entry["categories"] is None:
            columns[entry["name"]] = np.fromfile(file, f"f{entry['bytes']}")
        else:
            texts = np.array([*entry["categories"], "(missing)"], object)
            columns[entry["name"]] = texts[np.fromfile(file, np.int32)]
    return columns


def encode(columns):
    """Encodes the inputs with the encoders of the original preset."""
    encoded = dict(columns)
    for column in encoders["columns"]:
        name = column["name"]
        if column["kind"] == "categorical":
            continue
        values = columns[name]
        if "median" in column:
            values = np.where(np.isnan(values), column["median"], values)
        if "kBins" in column:
            bins = np.searchsorted(column["kBins"]["edges"], values, side="right")
            encoded[f"{name}_bin"] = bins.astype(str).astype(object)
        if "winsorizer" in column:
            values = np.clip(values, column["winsorizer"]["lower"], column["winsorizer"]["upper"])
        if "scaler" in column:
            values = (values - column["scaler"]["mean"]) / column["scaler"]["scale"]
        encoded[name] = values
    return encoded


def as_numbers(feature, values):
    """Numbers unchanged; text as the index of its category, −1 for unknown text."""
    if feature["kind"] == "numeric":
        return values.astype(np.float64)
    code = {text: i for i, text in enumerate(feature["categories"])}
    return np.array([code.get(text, -1) for text in values], np.float64)


def scores(x):
    """Leaf values of a matrix of rows × features; all rows descend a tree together."""
    categorical = np.array([feature["kind"] == "categorical" for feature in features])
    roots = np.flatnonzero(np.diff(node["tree"], prepend=-1))
    total = np.zeros(len(x))
    for root in roots:
        at = np.full(len(x), root)
        while True:
            feature = node["feature"][at]
            inner = np.flatnonzero(feature >= 0)
            if len(inner) == 0:
                break
            here, split_on = at[inner], feature[inner]
            value, threshold = x[inner, split_on], node["threshold"][here]
            left = np.where(categorical[split_on], value == threshold, value <= threshold)
            left = np.where(np.isnan(value), node["missing_left"][here] == 1, left)
            at[inner] = np.where(left, node["left"][here], node["right"][here])
        total += node["value"][at]
    base = float(metadata["base_score"])
    if metadata["link"] == "mean":
        return base + total / len(roots)
    return 1 / (1 + np.exp(-base - total))


columns = read_inputs()
encoded = columns if encoders is None else encode(columns)
x = np.column_stack([as_numbers(feature, encoded[feature["name"]]) for feature in features])
raw = scores(x)
sampling = facts["sampling"]
repeat = columns.get("pair_weeks_ever", np.zeros(len(x))) > 0
rate = np.where(repeat, sampling["repeatRate"], sampling["newRate"])
probability = rate * raw / (rate * raw + 1 - raw)
if facts["calibration"] is not None:
    a, b, c = (facts["calibration"][name] for name in "abc")
    inside = MARGIN + (1 - 2 * MARGIN) * probability
    probability = 1 / (1 + np.exp(-(a * np.log(inside) - b * np.log(1 - inside) + c)))
probability.astype(np.float32).tofile(folder / "answer")
