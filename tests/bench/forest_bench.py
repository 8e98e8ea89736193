"""The Python side of forest_bench.ts; prints one JSON object per line, with CPU seconds of one thread."""

import json
import sys
from pathlib import Path

import lightgbm
import numpy as np
import sklearn
import xgboost
from forest_rows import read_rows
from lightgbm_layout import chosen_layout
from peak_memory import peak_memory
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from timed import timed

EXPLAINED = 50

folder, name = Path(sys.argv[1]), sys.argv[2]
features, trees, depth, leaf, seed, predicted = (int(value) for value in sys.argv[3:9])


def report(engine, what, rows, **entries):
    print(json.dumps({"engine": engine, "what": what, "rows": rows, **entries}), flush=True)


text = (
    f"scikit-learn {sklearn.__version__}, XGBoost {xgboost.__version__}, "
    f"LightGBM {lightgbm.__version__}, NumPy {np.__version__}"
)
report("Python", "versions", 0, seconds=0, text=text)
test, test_labels = read_rows(folder, "test", features)
x, y = read_rows(folder, name, features)
forest = RandomForestClassifier(
    trees, max_depth=depth, min_samples_leaf=leaf, n_jobs=1, random_state=seed
)
peak_memory()
before = peak_memory()
_, taken = timed(lambda: forest.fit(x, y))
report("scikit-learn", "memory", len(y), seconds=peak_memory() - before)
forest_quality = {
    "leaves": float(np.mean([tree.get_n_leaves() for tree in forest.estimators_])),
    "ap": average_precision_score(test_labels, forest.predict_proba(test)[:, 1]),
}
report("scikit-learn", "train", len(y), trees=trees, **forest_quality, **taken)
# squared error on labels 0 and 1 chooses the same splits as Gini impurity
options = {
    "objective": "reg:squarederror",
    "tree_method": "hist",
    "num_parallel_tree": trees,
    "max_depth": depth,
    "min_child_weight": leaf,
    "subsample": 0.632,
    "colsample_bynode": int(np.sqrt(features)) / features,
    "lambda": 0,
    "eta": 1,
    "base_score": 0,
    "nthread": 1,
    "seed": seed,
}
peak_memory()
before = peak_memory()
boosted, taken = timed(
    lambda: xgboost.train(options, xgboost.QuantileDMatrix(x, y, nthread=1), 1)
)
report("XGBoost", "memory", len(y), seconds=peak_memory() - before)
boosted_quality = {
    "leaves": float(np.mean([tree.count("leaf=") for tree in boosted.get_dump()])),
    "ap": average_precision_score(test_labels, boosted.predict(xgboost.DMatrix(test, nthread=1))),
}
report("XGBoost", "train", len(y), trees=trees, **boosted_quality, **taken)
options = {
    "boosting": "rf",
    "objective": "regression",
    "num_leaves": 2**depth,
    "max_depth": depth,
    "min_data_in_leaf": leaf,
    "feature_pre_filter": False,
    # rows are drawn without replacement: as many as a bootstrap sample has different ones
    "bagging_fraction": 0.632,
    "bagging_freq": 1,
    "feature_fraction_bynode": int(np.sqrt(features)) / features,
    "lambda_l2": 0,
    "num_threads": 1,
    "seed": seed,
    "verbose": -1,
}
options |= chosen_layout(options, x, y)
peak_memory()
before = peak_memory()
light, taken = timed(
    lambda: lightgbm.train(options, lightgbm.Dataset(x, y, params=options), trees)
)
report("LightGBM", "memory", len(y), seconds=peak_memory() - before)
light_quality = {
    "leaves": float(np.mean([tree["num_leaves"] for tree in light.dump_model()["tree_info"]])),
    "ap": average_precision_score(test_labels, light.predict(test, num_threads=1)),
}
report("LightGBM", "train", len(y), trees=trees, **light_quality, **taken)
if predicted > 0:
    many = np.tile(test, (predicted // len(test) + 1, 1))[:predicted]
    _, taken = timed(lambda: forest.predict_proba(many))
    report("scikit-learn", "predict", predicted, **forest_quality, **taken)
    drawn = read_rows(folder, "few", features)[0]
    explained = drawn[:: len(drawn) // EXPLAINED][:EXPLAINED]
    few = xgboost.DMatrix(explained, nthread=1)
    _, taken = timed(lambda: boosted.predict(few, pred_contribs=True))
    report("XGBoost", "explain", EXPLAINED, **boosted_quality, **taken)
    _, taken = timed(lambda: light.predict(explained, pred_contrib=True, num_threads=1))
    report("LightGBM", "explain", EXPLAINED, **light_quality, **taken)
