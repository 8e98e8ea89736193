"""Writes metrics.json: scikit-learn's metrics of small sets of labels and scores, with ties."""
import json
import warnings
from pathlib import Path

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.simplefilter("ignore")
rng = np.random.default_rng(0)


def case(name, labels, scores, k=3):
    labels, scores = np.asarray(labels), np.asarray(scores, dtype=float)
    weights = np.round(rng.uniform(0.1, 3, size=len(labels)), 3)
    precision, recall, thresholds = m.precision_recall_curve(labels, scores)
    f1 = 2 * precision * recall / np.where(precision + recall > 0, precision + recall, 1)
    kept = scores >= 0.05
    share, said = calibration_curve(labels[kept], scores[kept], n_bins=10)
    counts = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], scores[kept]), minlength=10)
    counts = counts[counts > 0]
    yes = scores > 0.5
    customers = np.arange(len(labels)) % (4 if len(labels) > 8 else 2)
    buyers = [c for c in set(customers.tolist()) if labels[customers == c].any()]
    ndcg = [m.ndcg_score([labels[customers == c]], [scores[customers == c]], k=k) for c in buyers]
    both = 0 < labels.sum() < len(labels)
    return {
        "name": name, "labels": labels.tolist(), "scores": scores.tolist(),
        "weights": weights.tolist(), "customers": customers.tolist(), "k": k,
        "average_precision": m.average_precision_score(labels, scores),
        "average_precision_weighted": m.average_precision_score(labels, scores, sample_weight=weights),
        "roc_auc": m.roc_auc_score(labels, scores) if both else None,
        "roc_auc_weighted": m.roc_auc_score(labels, scores, sample_weight=weights) if both else None,
        "precision": m.precision_score(labels, yes, zero_division=0),
        "recall": m.recall_score(labels, yes, zero_division=0),
        "f1": m.f1_score(labels, yes, zero_division=0),
        "best_f1": f1.max(),
        "curve": {"precision": precision[:-1][::-1].tolist(), "recall": recall[:-1][::-1].tolist(),
                  "threshold": thresholds[::-1].tolist()},
        "log_loss": m.log_loss(labels, y_proba=scores, labels=[0, 1]),
        "log_loss_weighted": m.log_loss(labels, y_proba=scores, labels=[0, 1], sample_weight=weights),
        "brier": m.brier_score_loss(labels, y_proba=scores),
        "brier_weighted": m.brier_score_loss(labels, y_proba=scores, sample_weight=weights),
        "calibration": {"said": said.tolist(), "share": share.tolist(), "count": counts.tolist()},
        "calibration_error": float((counts * abs(said - share)).sum() / counts.sum()),
        "ndcg": float(np.mean(ndcg)),
    }


cases = [
    case("distinct", rng.integers(0, 2, 30), rng.uniform(size=30)),
    case("ties", rng.integers(0, 2, 60), rng.integers(0, 6, 60) / 5),
    case("rare", (rng.uniform(size=80) < 0.08).astype(int), np.round(rng.beta(1, 6, 80), 2)),
    case("all_equal", [1, 0, 0, 1, 0], [0.3] * 5),
    case("edges_of_bins", rng.integers(0, 2, 44), np.linspace(0, 1, 11).repeat(4)),
    case("perfect", [1, 1, 0, 0, 0], [0.9, 0.8, 0.3, 0.2, 0.1]),
    case("reversed", [0, 0, 0, 1, 1], [0.9, 0.8, 0.3, 0.2, 0.1]),
    case("sure", [1, 0, 1, 0, 1], [1, 0, 0, 1, 0.5]),
    case("only_positives", [1, 1, 1, 1], [0.2, 0.9, 0.9, 0.6]),
]
Path(__file__).with_suffix(".json").write_text(json.dumps(cases, indent=1) + "\n")
