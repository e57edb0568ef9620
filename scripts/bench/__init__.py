"""Measurements against a floor and peers, each in one run, as ratios: `make bench`."""
