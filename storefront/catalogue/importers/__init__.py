"""Readers of catalogues as they come: one module per format."""
