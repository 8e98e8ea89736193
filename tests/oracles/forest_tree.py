"""Writes forest_tree.json: single trees of scikit-learn 1.9.1 on data without ties."""

import json
from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestClassifier

rng = np.random.default_rng(1)
rows, features = 240, 5
x = rng.permuted(np.tile(np.arange(rows) * 37 % 4096 / 64, (features, 1)), axis=1).T
x += np.arange(features) * 3
score = np.sin(x[:, 0] / 9) + x[:, 1] / 40 + (x[:, 2] > 30) * x[:, 3] / 50 - 1.5
y = (score + rng.normal(scale=0.6, size=rows) > 0).astype(int)
holes = np.where(rng.random((rows, features)) < 0.15, np.nan, x)

cases = []
for name, data, settings in [
    ("gini", x, {}),
    ("entropy", x, {"criterion": "entropy"}),
    ("class weights", x, {"class_weight": {0: 1.0, 1: 3.0}}),
    ("missing values", holes, {"max_depth": 3, "min_samples_leaf": 20}),
    ("least rows to split", x, {"max_depth": 12, "min_samples_split": 61, "min_samples_leaf": 1}),
    ("deep", x, {"max_depth": 12, "min_samples_leaf": 10}),
]:
    options = {"max_depth": 4, "min_samples_leaf": 7, **settings}
    trees = []
    for seed in range(20):
        forest = RandomForestClassifier(
            n_estimators=1, bootstrap=False, max_features=None, random_state=seed, **options
        ).fit(data, y)
        trees.append(forest)
    tree = trees[0].estimators_[0].tree_
    shapes = {tuple(t.estimators_[0].tree_.feature) for t in trees}
    assert len(shapes) == 1, f"{name}: ties, {len(shapes)} trees"
    cases.append(
        {
            "name": name,
            "missing": data is holes,
            "max_depth": options["max_depth"],
            "min_samples_leaf": options["min_samples_leaf"],
            "min_samples_split": options.get("min_samples_split", 2),
            "criterion": options.get("criterion", "gini"),
            "class_weight": [1, options.get("class_weight", {1: 1})[1]],
            "feature": [int(f) if f >= 0 else -1 for f in tree.feature],
            "root_threshold": float(tree.threshold[0]),
            "cover": tree.weighted_n_node_samples.tolist(),
            "value": tree.value[:, 0, 1].tolist(),
            "probability": trees[0].predict_proba(data)[:, 1].tolist(),
            "importance": trees[0].feature_importances_.tolist(),
        }
    )

out = {
    "x": x.T.tolist(),
    "holes": [[None if np.isnan(v) else v for v in column] for column in holes.T.tolist()],
    "y": y.tolist(),
    "cases": cases,
}
Path(__file__).with_suffix(".json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
