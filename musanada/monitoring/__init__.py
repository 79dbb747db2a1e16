"""Targets, what associations report, the quality of the data, dashboards: programmes against what they set out to do."""
