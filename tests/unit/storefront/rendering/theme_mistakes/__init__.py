"""Sixty and more ordinary mistakes, each made in a copy of a real theme."""
