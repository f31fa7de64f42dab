"""Finished stores before others' eyes: judges, Lighthouse, and a camera. By hand and in CI, not by pytest."""
