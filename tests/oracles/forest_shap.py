"""Writes forest_shap.json: path-dependent SHAP values by Python's shap 0.51.0."""

import json
from pathlib import Path

import numpy as np
import shap
from sklearn.ensemble import RandomForestClassifier

rng = np.random.default_rng(3)
x = (rng.normal(size=(300, 6)) * 64).round() / 64
y = (x[:, 0] + x[:, 1] * x[:, 2] + rng.normal(size=300) > 0.3).astype(int)
forest = RandomForestClassifier(
    n_estimators=4, max_depth=5, min_samples_leaf=5, random_state=0
).fit(x, y)
explainer = shap.TreeExplainer(forest, feature_perturbation="tree_path_dependent")
rows = x[:15]

trees = []
for estimator in forest.estimators_:
    tree = estimator.tree_
    trees.append(
        {
            "feature": [int(f) if f >= 0 else -1 for f in tree.feature],
            "threshold": np.where(tree.feature >= 0, tree.threshold, 0).tolist(),
            "left": tree.children_left.tolist(),
            "right": tree.children_right.tolist(),
            "value": tree.value[:, 0, 1].tolist(),
            "cover": tree.weighted_n_node_samples.tolist(),
        }
    )
out = {
    "trees": trees,
    "rows": rows.tolist(),
    "base_value": float(explainer.expected_value[1]),
    "values": explainer.shap_values(rows)[:, :, 1].tolist(),
    "probabilities": forest.predict_proba(rows)[:, 1].tolist(),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
