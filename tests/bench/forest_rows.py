"""Reads the rows that forest_rows.ts writes."""

import numpy as np


def read_rows(folder, name, features):
    """32-bit floats row by row, and the labels."""
    labels = np.fromfile(folder / f"{name}.labels", dtype=np.uint8)
    columns = np.fromfile(folder / f"{name}.columns", dtype=np.float32)
    return np.ascontiguousarray(columns.reshape(features, -1).T), labels
