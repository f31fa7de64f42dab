"""Feeds for shopping services and agents, from what product pages left: the same names, prices and availability."""
