"""The HTTP interface under /api/v1/store-generation."""
