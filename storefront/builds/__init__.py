"""Builds, their stages and batches, and the moves a build may make."""
