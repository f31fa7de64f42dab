"""Eyewear: sizes, face shapes and recommendations."""
