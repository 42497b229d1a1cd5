"""Corpora → weights: everything that needs torch, outside the package that is installed."""
