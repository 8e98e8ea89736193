"""Writes encoders.json: encodings of small columns by scikit-learn and numpy."""
import json
from pathlib import Path

import numpy as np
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, StandardScaler

rng = np.random.default_rng(0)
columns = {
    "normal": rng.normal(size=37),
    "heavy_tail": rng.standard_cauchy(size=50),
    "ties": rng.integers(0, 4, size=40).astype(float),
    "mostly_zero": np.r_[np.zeros(35), 1, 2, 2, 3, 9],
    "constant": np.full(12, 0.1),
    "almost_constant": np.r_[np.full(20, 1e8), 1e8 + 1e-8],
    "tiny": rng.normal(size=15) * 1e-9,
    "huge": rng.normal(size=15) * 1e150,
    "two": np.array([3.0, -1.0]),
    "one": np.array([7.0]),
    "hundred": np.arange(100.0),
}
cases = []
for name, x in columns.items():
    new = np.r_[x, x.min() - 1, x.max() + 1, np.median(x)]
    scaler = StandardScaler().fit(x[:, None])
    bins = KBinsDiscretizer(10, encode="ordinal", strategy="quantile", subsample=None).fit(x[:, None])
    lower, upper = np.quantile(x, [0.01, 0.99])
    cases.append({
        "name": name, "train": x.tolist(), "new": new.tolist(),
        "lower": lower, "upper": upper,
        "quantiles": np.quantile(x, [0, 0.1, 0.3, 0.5, 0.77, 1]).tolist(),
        "winsorized": np.clip(new, lower, upper).tolist(),
        "mean": scaler.mean_[0], "scale": scaler.scale_[0],
        "scaled": scaler.transform(new[:, None])[:, 0].tolist(),
        "edges": bins.bin_edges_[0][1:-1].tolist(),
        "bins": bins.transform(new[:, None])[:, 0].tolist(),
    })

brands = ["b", "ñandú", "a", "b", "A", "a"]
unseen = ["a", "zz", "A", "ñandú"]
encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit([[b] for b in brands])
one_hot = {
    "train": brands, "new": unseen,
    "categories": encoder.categories_[0].tolist(),
    "encoded": encoder.transform([[b] for b in unseen]).tolist(),
}
out = {"cases": cases, "one_hot": one_hot}
Path(__file__).with_suffix(".json").write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n")
