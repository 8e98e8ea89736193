"""Writes statistics.json: scipy's tests of samples and tables of counts, and tail probabilities."""
import json
import warnings
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.stats.contingency import association

warnings.simplefilter("ignore")
rng = np.random.default_rng(0)


def ks(name, a, b):
    r = stats.ks_2samp(a, b)
    return {"name": name, "a": np.asarray(a, float).tolist(), "b": np.asarray(b, float).tolist(),
            "statistic": float(r.statistic), "p_value": float(r.pvalue), "location": float(r.statistic_location)}


ks_cases = [
    ks("equal_sizes", rng.normal(size=20).round(3), rng.normal(0.5, size=20).round(3)),
    ks("unequal_sizes", rng.normal(size=17).round(3), rng.normal(1, size=30).round(3)),
    ks("coprime_large", rng.normal(size=101).round(2), rng.normal(0.3, size=64).round(2)),
    ks("multiple_sizes", rng.normal(size=15).round(2), rng.normal(size=45).round(2)),
    ks("ties", rng.integers(0, 5, 40), rng.integers(1, 6, 33)),
    ks("identical", [1, 2, 2, 3], [1, 2, 2, 3]),
    ks("constants_equal", [5] * 8, [5] * 13),
    ks("constants_apart", [5] * 8, [6] * 13),
    ks("one_each", [1], [2]),
    ks("one_against_many", [0.5], np.linspace(0, 1, 12)),
    ks("apart", np.arange(40), np.arange(100, 150)),
    ks("huge", [1e300, -1e300, 2e299], [1e308, -1e308]),
    ks("tiny", [5e-324, 0, -5e-324], [0, 1e-310, 2e-310]),
    ks("touching_from_both_sides", [1, 4], [2, 3]),
]

kolmogorov = []
for n in [1, 2, 3, 7, 10, 50, 100, 140, 141, 500, 3000, 20000, 99999, 100001, 500000]:
    root = np.sqrt(n)
    for z in [0.2, 0.4, 0.6, 0.8, 0.868, 0.9, 1.0, 1.2, 1.4, 1.49, 1.6, 1.9, 2.1, 3, 5, 10, 18, 19.3]:
        x = z / root
        if x <= 1:
            kolmogorov.append([n, x, float(stats.kstwo.sf(x, n))])
    for x in [0.4 / n, 0.7 / n, 1 / n, 0.3, 0.5, 0.7, 1 - 0.5 / n, 1]:
        kolmogorov.append([n, x, float(stats.kstwo.sf(x, n))])

tables = {
    "two_by_two": [[10, 20], [30, 25]],
    "two_by_two_near": [[10, 11], [10, 10]],
    "independent": [[10, 20, 30], [20, 40, 60]],
    "apart": [[1000, 0], [0, 1000]],
    "wide": [rng.integers(1, 50, 23).tolist(), rng.integers(1, 50, 23).tolist()],
    "with_zeros": [[0, 5, 9], [7, 0, 12], [3, 3, 0]],
    "one_column": [[5], [9]],
    "one_row": [[5, 6, 7]],
    "huge": [[1e9, 2e9], [1.001e9, 1.999e9]],
    "weights": [[0.5, 1.25, 3], [2.5, 0.25, 1]],
}
contingency = []
for name, counts in tables.items():
    r = stats.chi2_contingency(counts)
    raw = stats.chi2_contingency(counts, correction=False)
    v = association(np.asarray(counts, dtype=float).astype(int), method="cramer") \
        if min(np.shape(counts)) > 1 and name != "weights" else None
    contingency.append({
        "name": name, "counts": counts, "statistic": float(r.statistic), "p_value": float(r.pvalue),
        "dof": int(r.dof), "expected": r.expected_freq.tolist(),
        "uncorrected": float(raw.statistic), "uncorrected_p": float(raw.pvalue), "cramers_v": v,
    })

chi2 = [[x, df, float(stats.chi2.sf(x, df))] for df in [1, 2, 3, 5, 10, 31, 32, 54, 105, 400, 1000, 5000]
        for x in [1e-6, 0.1 * df, 0.5 * df, 0.99 * df, df, 1.01 * df, df + 2, 1.5 * df, 2.5 * df, 60, 100, 700, 1370]
        if stats.chi2.sf(x, df) > 1e-300]

student = [[p, df, float(stats.t.ppf(p, df))] for df in [1, 2, 3, 4, 8, 12, 19, 40, 200]
           for p in [0.5, 0.6, 0.9, 0.975, 1 - 0.05 / 44, 1 - 1e-6]]

p_values = [[0.01, 0.04, 0.03, 0.2], [0.5], [0.05, 0.05, 0.05], rng.uniform(size=12).tolist(), [0, 1, 1e-300]]
fdr = [{"p": p, "adjusted": stats.false_discovery_control(p).tolist()} for p in p_values]

out = {"ks": ks_cases, "kolmogorov": kolmogorov, "contingency": contingency, "chi2": chi2,
       "student": student, "fdr": fdr}
Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
