"""A peer's side of boosting_bench.ts: fits of XGBoost or LightGBM; prints one JSON object."""

import json
import sys
from pathlib import Path

import lightgbm
import numpy as np
import xgboost
from forest_rows import read_rows
from lightgbm_layout import chosen_layout
from peak_memory import peak_memory
from sklearn.metrics import average_precision_score
from timed import timed

engine, task = sys.argv[1], json.loads(sys.argv[2])
folder, settings = Path(task["folder"]), task["settings"]
rounds = settings["n_estimators"]


def xgboost_fit(threads):
    options = {
        "objective": "binary:logistic",
        "tree_method": "hist",
        "max_bin": task["max_bin"],
        "nthread": threads,
        "seed": task["seed"],
        # the settings have XGBoost's names
        **{name: value for name, value in settings.items() if name != "n_estimators"},
    }

    def fit():
        rows = xgboost.QuantileDMatrix(x, y, max_bin=task["max_bin"], nthread=threads)
        return xgboost.train(options, rows, rounds)

    return fit


def lightgbm_fit(threads):
    options = {
        "objective": "binary",
        "max_bin": task["max_bin"],
        "num_leaves": 2 ** settings["max_depth"],
        "max_depth": settings["max_depth"],
        "learning_rate": settings["learning_rate"],
        "min_sum_hessian_in_leaf": settings["min_child_weight"],
        # the minimum above is the only one, as in XGBoost
        "min_data_in_leaf": 1,
        "feature_pre_filter": False,
        "lambda_l2": settings["reg_lambda"],
        "bagging_fraction": settings["subsample"],
        "bagging_freq": 1 if settings["subsample"] < 1 else 0,
        "feature_fraction": settings["colsample_bytree"],
        "num_threads": threads,
        "seed": task["seed"],
        "verbose": -1,
    }
    options |= chosen_layout(options, x, y)
    return lambda: lightgbm.train(options, lightgbm.Dataset(x, y, params=options), rounds)


def xgboost_result(model):
    scores = model.predict(xgboost.DMatrix(test, nthread=1))
    return scores, [tree.count("leaf=") for tree in model.get_dump()]


def lightgbm_result(model):
    trees = model.dump_model()["tree_info"]
    return model.predict(test, num_threads=1), [tree["num_leaves"] for tree in trees]


prepare, result, version = {
    "XGBoost": (xgboost_fit, xgboost_result, xgboost.__version__),
    "LightGBM": (lightgbm_fit, lightgbm_result, lightgbm.__version__),
}[engine]
x, y = read_rows(folder, task["name"], task["features"])
test, test_labels = read_rows(folder, "test", task["features"])
one_thread = prepare(1)
peak_memory()
before = peak_memory()
model, one = timed(one_thread)
memory = peak_memory() - before
_, two = timed(prepare(2))
scores, leaves = result(model)
print(json.dumps({
    "engine": f"{engine} {version}",
    "cpu": one["seconds"],
    "wall": one["wall"],
    "wall2": two["wall"],
    "leaves": float(np.mean(leaves)),
    "ap": average_precision_score(test_labels, scores),
    "memory": memory,
}))
