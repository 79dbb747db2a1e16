"""Benchmarks: `make bench`. Every table holds ratios against a baseline measured in the same run.

Seconds depend on the machine and on what else it does; ratios much less. Each measurement runs in a process of
its own on an installation of its own in a temporary folder, so that memory peaks and caches do not mix.
"""
