"""Makes parquet files and runs lines of Python on them, as a user does who follows a message.

Reads questions from stdin as JSON: `make`, an expression of a frame or a statement, writes the file at
`path`; `run`, a line of a message, changes the frame `df` of that file, or writes a file itself.
"""

import datetime as dt
import decimal
import json
import os
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

answers = []
for question in json.load(sys.stdin):
    names = {"dt": dt, "D": decimal.Decimal, "np": np, "os": os, "pa": pa, "pd": pd, "pq": pq,
             "path": question["path"]}
    if "make" in question:
        exec(question["make"], names)
    elif question["run"].startswith("df"):
        names["df"] = pd.read_parquet(question["path"])
        exec(question["run"], names)
        names["df"].to_parquet(question["path"])
    else:
        exec(question["run"], names)
        if question["run"].endswith('.one")'):
            import shutil
            shutil.rmtree(question["path"])
            os.rename(question["path"] + ".one", question["path"])
    answers.append(True)
print(json.dumps(answers))
