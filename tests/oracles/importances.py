"""Writes importances.json: importances of studies by Optuna 5.0, with its defaults."""
import json
from pathlib import Path

import numpy as np
import optuna
from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances

optuna.logging.set_verbosity(optuna.logging.ERROR)


def value(p):
    return -abs(p["depth"] - 5) - p["share"] ** 2 + 2 * (p["kind"] == "gini") + np.log(p["rate"])


def ask(trial):
    return {
        "depth": trial.suggest_int("depth", 2, 9),
        "leaf": trial.suggest_int("leaf", 1, 200, log=True),
        "share": trial.suggest_float("share", 0.1, 0.9),
        "step": trial.suggest_float("step", 0, 1, step=0.25),
        "rate": trial.suggest_float("rate", 1e-4, 1, log=True),
        "kind": trial.suggest_categorical("kind", ["gini", "entropy", "log_loss"]),
        "one": trial.suggest_int("one", 3, 3),
    }


cases = []
for name, trials, sampler, objective in [
    ("1 trial", 1, optuna.samplers.RandomSampler(0), value),
    ("2 trials", 2, optuna.samplers.RandomSampler(1), value),
    ("12 trials", 12, optuna.samplers.RandomSampler(2), value),
    ("30 trials", 30, optuna.samplers.TPESampler(seed=3), value),
    ("60 trials", 60, optuna.samplers.TPESampler(seed=4), value),
    ("30 trials, many equal", 30, optuna.samplers.RandomSampler(5), lambda p: -(p["depth"] // 4)),
    ("12 trials, all equal", 12, optuna.samplers.RandomSampler(6), lambda p: 0.5),
]:
    study = optuna.create_study(direction="maximize", sampler=sampler)
    study.optimize(lambda trial: objective(ask(trial)), n_trials=trials)
    cases.append({
        "name": name,
        "trials": [{"settings": t.params, "value": t.value} for t in study.trials],
        "importances": get_param_importances(study, evaluator=PedAnovaImportanceEvaluator()),
    })
Path(__file__).with_suffix(".json").write_text(json.dumps({"cases": cases}) + "\n")
