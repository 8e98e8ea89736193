"""The Python side of forest_bench.ts: one JSON object a line, CPU seconds of one thread."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import xgboost
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

folder, sizes, features, trees, depth, leaf, predicted = (
    Path(sys.argv[1]),
    [int(size) for size in sys.argv[2].split(",")],
    *(int(value) for value in sys.argv[3:8]),
)


def read(name):
    labels = np.fromfile(folder / f"{name}.labels", dtype=np.uint8)
    columns = np.fromfile(folder / f"{name}.columns", dtype=np.float32)
    return np.ascontiguousarray(columns.reshape(features, -1).T), labels


def timed(run):
    start = time.process_time()
    result = run()
    return result, time.process_time() - start


def report(**entries):
    print(json.dumps(entries), flush=True)


test, test_labels = read("test")
for size in sizes:
    x, y = read(str(size))
    forest = RandomForestClassifier(
        trees, max_depth=depth, min_samples_leaf=leaf, n_jobs=1, random_state=0
    )
    _, seconds = timed(lambda: forest.fit(x, y))
    scores = forest.predict_proba(test)[:, 1]
    report(
        engine="scikit-learn",
        what="train",
        rows=size,
        seconds=seconds,
        leaves=float(np.mean([tree.get_n_leaves() for tree in forest.estimators_])),
        ap=average_precision_score(test_labels, scores),
    )
    # squared error on 0 and 1 chooses the splits of the Gini impurity
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
    }
    boosted, seconds = timed(
        lambda: xgboost.train(options, xgboost.QuantileDMatrix(x, y, nthread=1), 1)
    )
    matrix = xgboost.DMatrix(test, nthread=1)
    report(
        engine="XGBoost",
        what="train",
        rows=size,
        seconds=seconds,
        leaves=float(np.mean([tree.count("leaf=") for tree in boosted.get_dump()])),
        ap=average_precision_score(test_labels, boosted.predict(matrix)),
    )
    if size == sizes[-1]:
        many = np.tile(test, (predicted // len(test) + 1, 1))[:predicted]
        _, seconds = timed(lambda: forest.predict_proba(many))
        report(engine="scikit-learn", what="predict", rows=predicted, seconds=seconds)
        few = xgboost.DMatrix(test[:50], nthread=1)
        _, seconds = timed(lambda: boosted.predict(few, pred_contribs=True))
        report(engine="XGBoost", what="explain", rows=50, seconds=seconds)
