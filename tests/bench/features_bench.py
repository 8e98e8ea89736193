"""The pandas side of features_bench.ts; prints a JSON object with CPU seconds of one thread and peak memory."""

import json
import sys
import time

from pandas_features import features, known_universe, read_sales, weekly_purchases
from peak_memory import peak_memory

folder, weeks = sys.argv[1], int(sys.argv[2])
start = time.process_time()
lines, customers, products = read_sales(folder)
last = int(sys.argv[3]) if len(sys.argv) > 3 else int(lines["week"].max())
weekly = weekly_purchases(lines, products)
rows = 0
for week in range(last - weeks + 1, last + 1):
    pairs = known_universe(lines, week)
    table = features(lines, weekly, customers, products, week, pairs)
    rows += len(table)
print(json.dumps({
    "seconds": time.process_time() - start,
    "rows": rows,
    "features": table.shape[1],
    "peak": peak_memory(),
}))
