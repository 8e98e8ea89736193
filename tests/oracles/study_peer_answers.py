"""What Optuna reads from journals, for study_peer_test.ts.

Reads a JSON list of questions from stdin and prints a JSON list of answers.
"""

import json
import math
import sys
import warnings

import optuna
from optuna.distributions import distribution_to_json
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

optuna.logging.set_verbosity(optuna.logging.CRITICAL)
warnings.simplefilter("ignore")
STATES = {"RUNNING": "running", "COMPLETE": "complete", "PRUNED": "pruned", "FAIL": "failed",
          "WAITING": "waiting"}


def storage(path):
    return JournalStorage(JournalFileBackend(path))


def finite(value):
    return value if value is not None and math.isfinite(value) else None


def described(study):
    return {
        "name": study.study_name,
        "direction": study.direction.name.lower(),
        "attributes": study.user_attrs,
        "trials": [
            {
                "number": t.number,
                "state": STATES[t.state.name],
                "settings": t.params,
                "value": finite(t.value),
                "reported": [
                    {"step": step, "value": finite(value)}
                    for step, value in sorted(t.intermediate_values.items())
                ],
                "attributes": t.user_attrs,
                "distributions": {
                    name: distribution_to_json(d) for name, d in t.distributions.items()
                },
                "fixed": t.system_attrs.get("fixed_params"),
                "seconds": t.duration and t.duration.total_seconds(),
            }
            for t in study.trials
        ],
    }


def load(path):
    names = optuna.get_all_study_names(storage(path))
    return [described(optuna.load_study(study_name=name, storage=storage(path))) for name in names]


def objective(trial):
    depth = trial.suggest_int("depth", 2, 9)
    leaf = trial.suggest_int("leaf", 1, 200, log=True)
    share = trial.suggest_float("share", 0.1, 1, log=True)
    part = trial.suggest_float("part", 0, 1, step=0.25)
    kind = trial.suggest_categorical("kind", ["gini", "entropy"])
    value = -abs(depth - 5) - share - part - leaf / 100 + (kind == "gini")
    trial.set_user_attr("trees", 10 + trial.number)
    trial.report(float("-inf") if trial.number == 3 else value, 0)
    if trial.number == 4:
        raise ValueError("says NaN")
    if trial.should_prune():
        raise optuna.TrialPruned
    trial.report(value + 0.5, 1)
    return value + 0.5


def continue_study(path, name, trials):
    """Adds trials to a study with Optuna's own sampler and pruner."""
    study = optuna.create_study(
        study_name=name, storage=storage(path), load_if_exists=True, direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=0, n_startup_trials=5),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=2),
    )
    study.enqueue_trial({"depth": 4, "kind": "gini"})
    study.optimize(objective, n_trials=trials, catch=(ValueError,))
    return load(path)


def importances(path, name):
    study = optuna.load_study(study_name=name, storage=storage(path))
    evaluator = optuna.importance.PedAnovaImportanceEvaluator()
    return optuna.importance.get_param_importances(study, evaluator=evaluator)


answers = {"load": load, "continue_study": continue_study, "importances": importances}
print(json.dumps([
    answers[question["ask"]](*question["arguments"]) for question in json.load(sys.stdin)
]))
