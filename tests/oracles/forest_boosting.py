"""Writes forest_boosting.json: boosted trees of XGBoost 3.2.0 on few distinct values."""

import json
from pathlib import Path

import numpy as np
import xgboost

rng = np.random.default_rng(4)
rows, features = 500, 4
x = (rng.normal(size=(rows, features)) * 16).round() / 16
score = x[:, 0] + x[:, 1] * x[:, 2] - 1
y = (score + rng.normal(scale=0.5, size=rows) > 0).astype(int)
holes = np.where(rng.random((rows, features)) < 0.2, np.nan, x)

cases = []
for name, data in [("complete", x), ("missing values", holes)]:
    model = xgboost.train(
        {
            "objective": "binary:logistic",
            "tree_method": "hist",
            "max_bin": 256,
            "max_depth": 4,
            "eta": 0.3,
            "lambda": 1.5,
            "min_child_weight": 2,
            "base_score": (y.sum() + 1) / (rows + 2),
            "nthread": 1,
        },
        xgboost.DMatrix(data, y),
        num_boost_round=8,
    )
    cases.append(
        {
            "name": name,
            "missing": data is holes,
            "probability": model.predict(xgboost.DMatrix(data)).tolist(),
            "leaves": [tree.count("leaf=") for tree in model.get_dump()],
        }
    )
out = {
    "x": x.T.tolist(),
    "holes": [[None if np.isnan(v) else v for v in column] for column in holes.T.tolist()],
    "y": y.tolist(),
    "cases": cases,
}
Path(__file__).with_suffix(".json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
