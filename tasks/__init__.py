"""Celery entry points: thin, named after the nouns of storefront."""
