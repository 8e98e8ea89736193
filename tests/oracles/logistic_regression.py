"""Writes logistic_regression.json: ridge logistic regressions of scikit-learn 1.9.1 on scores of bins."""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(7)
rows = 400
columns = [
    (rng.normal(size=rows) * 8).round() / 8,
    rng.poisson(0.4, size=rows).astype(float),
    np.exp(2 * rng.normal(size=rows)).round(1),
    np.full(rows, 3.0),
]
# at most 255 distinct values in a column, each with a bin of its own
holes = rng.random(rows) < 0.3
columns.append(np.where(holes, np.nan, columns[0] + rng.normal(size=rows).round()))
score = columns[0] + np.minimum(columns[1], 2) - 0.1 * columns[2]
labels = (score + rng.logistic(size=rows) > 0.5).astype(int)


def standardised(values, known):
    mean, deviation = values[known].mean(), values[known].std()
    return np.where(known, (values - mean) / deviation if deviation > 0 else 0, 0)


def scores(column):
    """Mean rank of each distinct value, and the logarithm of the midpoints around it."""
    known = ~np.isnan(column)
    distinct, place = np.unique(column[known], return_inverse=True)
    counts = np.bincount(place)
    ranks = np.zeros(rows)
    ranks[known] = (counts.cumsum() - counts / 2)[place]
    edges = (distinct[1:] + distinct[:-1]) / 2
    logarithms = np.sign(edges) * np.log1p(np.abs(edges))
    sizes = np.zeros(rows)
    if len(edges) > 0:
        lower, upper = np.append(logarithms[:1], logarithms), np.append(logarithms, logarithms[-1:])
        sizes[known] = ((lower + upper) / 2)[place]
    return [standardised(ranks, known), standardised(sizes, known)]


design = np.stack([score for column in columns for score in scores(column)], axis=1)
cases = []
for penalty in [0.5, 30]:
    model = LogisticRegression(C=1 / penalty, solver="newton-cholesky", tol=1e-12, max_iter=200)
    model.fit(design, labels)
    cases.append({"penalty": penalty, "log_odds": model.decision_function(design).tolist()})

target = Path(__file__).with_suffix(".json")
target.write_text(
    json.dumps(
        {
            "columns": [[None if np.isnan(x) else x for x in column] for column in columns],
            "labels": labels.tolist(),
            "cases": cases,
        },
        separators=(",", ":"),
    )
    + "\n"
)
