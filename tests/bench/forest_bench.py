"""The Python side of forest_bench.ts; prints one JSON object per line, with CPU seconds of one thread."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
import xgboost
from peak_memory import peak_memory
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

EXPLAINED = 50

folder, name = Path(sys.argv[1]), sys.argv[2]
features, trees, depth, leaf, seed, predicted = (int(value) for value in sys.argv[3:9])


def read(name):
    labels = np.fromfile(folder / f"{name}.labels", dtype=np.uint8)
    columns = np.fromfile(folder / f"{name}.columns", dtype=np.float32)
    return np.ascontiguousarray(columns.reshape(features, -1).T), labels


def timed(run):
    start, begun = time.process_time(), time.perf_counter()
    result = run()
    return result, {"seconds": time.process_time() - start, "wall": time.perf_counter() - begun}


def report(engine, what, rows, **entries):
    print(json.dumps({"engine": engine, "what": what, "rows": rows, **entries}), flush=True)


text = f"scikit-learn {sklearn.__version__}, XGBoost {xgboost.__version__}, NumPy {np.__version__}"
report("Python", "versions", 0, seconds=0, text=text)
test, test_labels = read("test")
x, y = read(name)
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
if predicted > 0:
    many = np.tile(test, (predicted // len(test) + 1, 1))[:predicted]
    _, taken = timed(lambda: forest.predict_proba(many))
    report("scikit-learn", "predict", predicted, **forest_quality, **taken)
    drawn = read("few")[0]
    few = xgboost.DMatrix(drawn[:: len(drawn) // EXPLAINED][:EXPLAINED], nthread=1)
    _, taken = timed(lambda: boosted.predict(few, pred_contribs=True))
    report("XGBoost", "explain", EXPLAINED, **boosted_quality, **taken)
