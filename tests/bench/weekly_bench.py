"""The Python side of weekly_bench.ts: features in pandas, search by Optuna, forests by scikit-learn.

The recipe is the same: weeks, sampling of negatives, rows and trees per trial, refit, pairs scored.
Prints one JSON object with wall and CPU seconds.
"""

import json
import os
import sys
import time

import numpy as np
import optuna
import pandas as pd
from pandas_features import features, known_universe, read_sales, weekly_purchases
from peak_memory import peak_memory
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

folder, predicted, included, trials, new_rate = (
    sys.argv[1],
    *(int(value) for value in sys.argv[2:5]),
    float(sys.argv[5]),
)
threads = int(os.environ["OMP_NUM_THREADS"])
held = max(1, round(0.15 * included))
TRIAL_ROWS, JUDGED_ROWS, TRIAL_TREES, TREES = 40_000, 60_000, 60, 100
optuna.logging.set_verbosity(optuna.logging.WARNING)
random = np.random.default_rng(0)
wall = time.perf_counter()

lines, customers, products = read_sales(folder)
lines = lines[lines["week"] < predicted]
weekly = weekly_purchases(lines, products)
first_bought = weekly.groupby(["customer_id", "product_id"])["week"].min().rename("first")


def labelled(week, sample):
    pairs = known_universe(lines, week)
    bought = weekly[weekly["week"] == week][["customer_id", "product_id"]].assign(label=1)
    pairs = pairs.merge(bought, how="left", on=["customer_id", "product_id"])
    pairs = pairs.join(first_bought, on=["customer_id", "product_id"])
    pairs["repeat"] = pairs.pop("first") < week
    if sample:
        kept = random.random(len(pairs)) < np.where(pairs["repeat"], 1, new_rate)
        pairs = pairs[kept | (pairs["label"] == 1)].reset_index(drop=True)
    label = pairs.pop("label").fillna(0).to_numpy(np.uint8)
    repeat = pairs.pop("repeat").to_numpy()
    table = features(lines, weekly, customers, products, week, pairs)
    return table.to_numpy(), label, repeat


def forest(trees, depth, leaf, share):
    return RandomForestClassifier(
        trees,
        max_depth=depth,
        min_samples_leaf=leaf,
        max_features=share,
        max_samples=0.25,
        n_jobs=threads,
        random_state=0,
    )


def corrected(model, table, repeat):
    p = model.predict_proba(table)[:, 1]
    rate = np.where(repeat, 1, new_rate)
    return rate * p / (rate * p + 1 - p)


def stacked(lots):
    return tuple(np.concatenate(part) for part in zip(*lots))


weeks = range(predicted - included, predicted)
train_weeks, val_weeks, test_weeks = weeks[: -2 * held], weeks[-2 * held : -held], weeks[-held:]
train = [labelled(week, True) for week in train_weeks]
x, y, _ = stacked(train)
val_x, val_y, val_repeat = stacked([labelled(week, False) for week in val_weeks])
rows = random.choice(len(x), min(TRIAL_ROWS, len(x)), replace=False)
judged = random.choice(len(val_x), min(JUDGED_ROWS, len(val_x)), replace=False)


def objective(trial):
    model = forest(
        TRIAL_TREES,
        trial.suggest_int("max_depth", 12, 20),
        trial.suggest_int("min_samples_leaf", 10, 80, log=True),
        trial.suggest_float("max_features", 0.06, 0.3, log=True),
    ).fit(x[rows], y[rows])
    return average_precision_score(
        val_y[judged], corrected(model, val_x[judged], val_repeat[judged])
    )


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=0))
study.optimize(objective, n_trials=trials)
best = [study.best_params[name] for name in ("max_depth", "min_samples_leaf", "max_features")]
model = forest(TREES, *best).fit(x, y)
corrected(model, val_x, val_repeat)
test_x, test_y, test_repeat = stacked([labelled(week, False) for week in test_weeks])
ap = average_precision_score(test_y, corrected(model, test_x, test_repeat))

x, y, _ = stacked(train + [labelled(week, True) for week in (*val_weeks, *test_weeks)])
model = forest(TREES, *best).fit(x, y)
table, _, repeat = labelled(predicted, False)
corrected(model, table, repeat)
print(json.dumps({
    "wall": time.perf_counter() - wall,
    "seconds": time.process_time(),
    "rows": len(x),
    "ap": ap,
    "peak": peak_memory(),
}))
