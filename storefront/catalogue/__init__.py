"""Products, brands and categories: models, importers, checks and snapshots."""
