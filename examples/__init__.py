"""Runnable examples and the sample store."""
