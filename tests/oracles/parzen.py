"""Writes parzen.json: log densities of Optuna 5.0's Parzen estimators, which TPE compares."""
import json
from pathlib import Path

import numpy as np
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights

SPACES = {
    "float": {"x": FloatDistribution(-5, 10)},
    "log float": {"x": FloatDistribution(1e-4, 1, log=True)},
    "stepped float": {"x": FloatDistribution(0, 1, step=0.25)},
    "int": {"x": IntDistribution(5, 20)},
    "stepped int": {"x": IntDistribution(50, 150, step=50)},
    "log int": {"x": IntDistribution(1, 1000, log=True)},
    "choice": {"x": CategoricalDistribution(["a", "b", "c"])},
    "all": {
        "rate": FloatDistribution(1e-4, 1, log=True),
        "share": FloatDistribution(0.1, 0.9),
        "depth": IntDistribution(2, 9),
        "leaf": IntDistribution(1, 200, log=True),
        "kind": CategoricalDistribution(["gini", "entropy"]),
    },
}
PARAMETERS = _ParzenEstimatorParameters(1.0, True, False, default_weights, True)
random = np.random.default_rng(0)


def draw(distribution, size):
    if isinstance(distribution, CategoricalDistribution):
        return random.integers(len(distribution.choices), size=size).astype(float)
    low, high, step = distribution.low, distribution.high, distribution.step
    u = random.random(size)
    x = low * (high / low) ** u if distribution.log else low + u * (high - low)
    return low + step * np.round((x - low) / step) if step else x


def plain(distribution):
    if isinstance(distribution, CategoricalDistribution):
        return {"kind": "choice", "values": list(distribution.choices)}
    kind = "int" if isinstance(distribution, IntDistribution) else "float"
    found = {"kind": kind, "low": distribution.low, "high": distribution.high}
    if distribution.log:
        found["log"] = True
    if distribution.step and not (kind == "int" and distribution.step == 1):
        found["step"] = distribution.step
    return found


def case(name, space, count):
    # numpy's sort may swap equal observations and so their widths, but not if they are already sorted
    seen = {
        key: np.sort(draw(distribution, count)) if getattr(distribution, "step", None)
        else draw(distribution, count)
        for key, distribution in space.items()
    }
    points = {key: draw(distribution, 12) for key, distribution in space.items()}
    estimator = _ParzenEstimator(seen, space, PARAMETERS)
    return {
        "name": f"{name}, {count} seen",
        "space": {key: plain(distribution) for key, distribution in space.items()},
        "seen": np.array([seen[key] for key in space]).T.tolist(),
        "points": np.array([points[key] for key in space]).T.tolist(),
        "log_density": estimator.log_pdf(points).tolist(),
    }


cases = [
    case(name, space, count)
    for name, space in SPACES.items()
    for count in (0, 1, 2, 3, 9, 26, 60)
]
Path(__file__).with_suffix(".json").write_text(json.dumps({"cases": cases}) + "\n")
