"""Definitions written by people: what they may choose, the YAML they are kept as, how two versions differ."""
