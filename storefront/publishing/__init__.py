"""Manifests, releases and the targets that serve them."""
