"""Markdown and mkdocs.yml in, campaign data out; every piece carries the line it came from."""
