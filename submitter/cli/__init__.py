"""The storeloom command."""
