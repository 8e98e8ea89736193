"""The Python side of tuning_bench.ts: the same functions, minimised by Optuna's TPESampler.

Reads functions, points, seeds and budgets from the JSON file given as argument; prints the functions'
values at the points and, for each sampling mode, the lowest value by function, seed and budget.
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

optuna.logging.set_verbosity(optuna.logging.ERROR)
with open(sys.argv[1]) as file:
    config = json.load(file)
ALPHA = np.array([1, 1.2, 3, 3.2])
A = np.array([
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
])
P = 1e-4 * np.array([
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
])


def branin(p):
    bend = p["y"] - 5.1 / (4 * np.pi**2) * p["x"] ** 2 + 5 / np.pi * p["x"] - 6
    return bend**2 + 10 * (1 - 1 / (8 * np.pi)) * np.cos(p["x"]) + 10


def levy(x):
    w = 1 + (x - 1) / 4
    middle = (w[:-1] - 1) ** 2 * (1 + 10 * np.sin(np.pi * w[:-1] + 1) ** 2)
    last = (w[-1] - 1) ** 2 * (1 + np.sin(2 * np.pi * w[-1]) ** 2)
    return np.sin(np.pi * w[0]) ** 2 + middle.sum() + last


def mixed(p):
    return (
        {"a": 0.5, "b": 0, "c": 0.3, "d": 1}[p["kind"]]
        + (np.log10(p["rate"]) + 2) ** 2
        + abs(p["depth"] - 7) / 10
        + abs(np.log10(p["leaf"] / 30))
        + (2 if p["kind"] == "b" else 1) * (p["share"] - 0.3) ** 2
    )


def of_numbers(function):
    return lambda p: function(np.array(list(p.values())))


FUNCTIONS = {
    "sphere, 5": of_numbers(lambda x: (x**2).sum()),
    "Rosenbrock, 2": of_numbers(lambda x: 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2),
    "Branin": branin,
    "Hartmann, 6": of_numbers(lambda x: -ALPHA @ np.exp(-(A * (x - P) ** 2).sum(axis=1))),
    "Ackley, 5": of_numbers(
        lambda x: -20 * np.exp(-0.2 * np.sqrt((x**2).mean()))
        - np.exp(np.cos(2 * np.pi * x).mean()) + 20 + np.e
    ),
    "Rastrigin, 3": of_numbers(lambda x: 30 + (x**2 - 10 * np.cos(2 * np.pi * x)).sum()),
    "Levy, 4": of_numbers(levy),
    "Styblinski–Tang, 3": of_numbers(lambda x: (x**4 - 16 * x**2 + 5 * x).sum() / 2),
    "mixed": mixed,
}


def distribution(described):
    if described["kind"] == "choice":
        return CategoricalDistribution(described["values"])
    kind = IntDistribution if described["kind"] == "int" else FloatDistribution
    given = {name: value for name, value in described.items() if name != "kind"}
    return kind(**given)


def minimise(job):
    name, multivariate, seed = job
    space = {key: distribution(value) for key, value in config["functions"][name].items()}
    study = optuna.create_study(
        sampler=optuna.samplers.TPESampler(seed=seed, multivariate=multivariate)
    )
    study.optimize(
        lambda trial: FUNCTIONS[name](
            {key: trial._suggest(key, value) for key, value in space.items()}
        ),
        n_trials=max(config["budgets"]),
    )
    values = [trial.value for trial in study.trials]
    return [min(values[:budget]) for budget in config["budgets"]]


if __name__ == "__main__":
    found = {}
    with ProcessPoolExecutor(config["workers"]) as pool:
        for mode in config["modes"]:
            jobs = [
                (name, mode == "multivariate", seed)
                for name in config["functions"]
                for seed in range(config["seeds"])
            ]
            lowest = list(pool.map(minimise, jobs, chunksize=5))
            found[mode] = {
                name: lowest[i * config["seeds"] : (i + 1) * config["seeds"]]
                for i, name in enumerate(config["functions"])
            }
    values = {
        name: [float(FUNCTIONS[name](point)) for point in points]
        for name, points in config["points"].items()
    }
    print(json.dumps({"values": values, "found": found, "version": optuna.__version__}))
