"""The database and the object store."""
