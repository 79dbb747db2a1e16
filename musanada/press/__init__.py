"""Press check: every number of anybody's text read, matched to figures and sources, and each finding explained."""
