"""The Python side of statistics_bench.ts; prints one JSON object per line, with median CPU seconds of one thread."""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn.metrics import average_precision_score

warnings.simplefilter("ignore")
folder, repeats = Path(sys.argv[1]), int(sys.argv[2])


def report(what, run):
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        result = run()
        seconds.append(time.process_time() - start)
    print(json.dumps({"what": what, "seconds": sorted(seconds)[repeats // 2], "result": float(result)}))


for path in sorted(folder.glob("*.a")):
    a, b = np.fromfile(path), np.fromfile(path.with_suffix(".b"))
    report(path.stem, lambda: stats.ks_2samp(a, b).pvalue)
labels, scores = np.fromfile(folder / "labels", dtype=np.uint8), np.fromfile(folder / "scores")
report("average precision", lambda: average_precision_score(labels, scores))
