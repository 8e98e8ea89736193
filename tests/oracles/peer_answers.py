"""Reads [{"ask": name, ...arguments}] on stdin, prints the results of scipy and scikit-learn."""
import json
import sys
import warnings

import numpy as np
from scipy import stats
from scipy.stats.contingency import association
from sklearn import metrics as m
from sklearn.calibration import calibration_curve
from sklearn.preprocessing import KBinsDiscretizer, StandardScaler

warnings.simplefilter("ignore")


def ks(a, b):
    r = stats.ks_2samp(np.array(a, dtype=float), np.array(b, dtype=float))
    return [r.statistic, r.pvalue, r.statistic_location]


def ks_stepped(n1, n2, below):
    r = stats.ks_2samp(np.where(np.arange(n1) < below, -1.0, 1.0), np.ones(n2))
    return [r.statistic, r.pvalue]


def yates(counts):
    both = [stats.chi2_contingency(counts, correction=c) for c in (True, False)]
    return [[r.statistic, r.pvalue, r.dof] for r in both] + [both[0].expected_freq.tolist()]


def psi(a, b):
    p, q = (np.maximum(np.array(x) / np.sum(x), 1e-4) for x in (a, b))
    return np.sum((q - p) * np.log(q / p))


def contingency(counts):
    r = stats.chi2_contingency(counts)
    return [r.statistic, r.pvalue, r.dof, association(np.array(counts), method="cramer")]


def metrics(labels, scores, weights, customers, k):
    labels, scores, customers = np.array(labels), np.array(scores, dtype=float), np.array(customers)
    precision, recall, _ = m.precision_recall_curve(labels, scores)
    f1 = 2 * precision * recall / np.where(precision + recall > 0, precision + recall, 1)
    ndcg = [
        m.ndcg_score([labels[customers == c]], [scores[customers == c]], k=k)
        for c in np.unique(customers) if labels[customers == c].any()
    ]
    kept = scores >= 0.05
    error = 0.0
    if kept.any():
        share, said = calibration_curve(labels[kept], scores[kept], n_bins=10)
        counts = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], scores[kept]), minlength=10)
        counts = counts[counts > 0]
        error = (counts * abs(said - share)).sum() / counts.sum()
    return [
        m.average_precision_score(labels, scores),
        m.average_precision_score(labels, scores, sample_weight=weights),
        m.roc_auc_score(labels, scores),
        m.roc_auc_score(labels, scores, sample_weight=weights),
        f1.max(),
        m.log_loss(labels, y_proba=scores, labels=[0, 1], sample_weight=weights),
        m.brier_score_loss(labels, y_proba=scores, sample_weight=weights),
        error,
        np.mean(ndcg),
    ]


def encoders(train, new):
    train, new = (np.array(x, dtype=float)[:, None] for x in (train, new))
    scaler = StandardScaler().fit(train)
    bins = KBinsDiscretizer(10, encode="ordinal", strategy="quantile", subsample=None).fit(train)
    return {
        "bounds": np.quantile(train, [0.01, 0.99]).tolist(),
        "scaler": [scaler.mean_[0], scaler.scale_[0]],
        "edges": bins.bin_edges_[0][1:-1].tolist(),
        "bins": bins.transform(new)[:, 0].tolist(),
    }


ANSWERS = {
    "ks": ks,
    "ks_stepped": ks_stepped,
    "yates": yates,
    "psi": psi,
    "t": lambda q, df: stats.t.isf(q, df),
    "contingency": contingency,
    "metrics": metrics,
    "encoders": encoders,
    "kstwo": lambda n, x: stats.kstwo.sf(x, n),
    "chi2": lambda x, df: stats.chi2.sf(x, df),
    "fdr": lambda p: stats.false_discovery_control(p).tolist(),
}

questions = json.load(sys.stdin)
json.dump([ANSWERS[q.pop("ask")](**q) for q in questions], sys.stdout, default=float)
