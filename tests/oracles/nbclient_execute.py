"""Executes the notebook on stdin with nbclient, on the notebook's kernel, and prints the result."""

import sys

import nbclient
import nbformat

notebook = nbformat.reads(sys.stdin.read(), as_version=4)
nbformat.validate(notebook)
nbclient.execute(notebook, cwd=sys.argv[1], timeout=60)
nbformat.validate(notebook)
print(nbformat.writes(notebook))
