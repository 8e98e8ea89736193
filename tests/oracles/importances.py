"""Writes importances.json: PED-ANOVA importances of studies by Optuna 5.0."""
import json
from pathlib import Path

import numpy as np
import optuna
from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances

optuna.logging.set_verbosity(optuna.logging.ERROR)


def value(p, shift):
    return -abs(p["depth"] - 5) - p["share"] ** 2 + shift * (p["kind"] == "gini") + np.log(p["rate"])


def ask(trial):
    return {
        "depth": trial.suggest_int("depth", 2, 9),
        "leaf": trial.suggest_int("leaf", 1, 200, log=True),
        "share": trial.suggest_float("share", 0.1, 0.9),
        "step": trial.suggest_float("step", 0, 1, step=0.25),
        "rate": trial.suggest_float("rate", 1e-4, 1, log=True),
        "kind": trial.suggest_categorical("kind", ["gini", "entropy", "log_loss"]),
    }


cases = []
for trials, target, sampler in [
    (12, 0.5, optuna.samplers.RandomSampler(0)),
    (30, 0.2, optuna.samplers.TPESampler(seed=1)),
    (30, 0.1, optuna.samplers.RandomSampler(2)),
    (100, 0.1, optuna.samplers.TPESampler(seed=3)),
]:
    study = optuna.create_study(direction="maximize", sampler=sampler)
    study.optimize(lambda trial: value(ask(trial), 2), n_trials=trials)
    found = get_param_importances(
        study, evaluator=PedAnovaImportanceEvaluator(target_quantile=target)
    )
    cases.append({
        "name": f"{trials} trials, best {target}", "target": target,
        "trials": [{"settings": t.params, "value": t.value} for t in study.trials],
        "importances": found,
    })
Path(__file__).with_suffix(".json").write_text(json.dumps({"cases": cases}) + "\n")
