"""Measures Gouji's speed and memory beside its peers: `python -m benchmarks [NAME] [--documents N]`."""

__all__: list[str] = []
