"""Finds ordinary mistakes in a theme before a store is built with it: see checking.py."""
