"""The journal: append-only by trigger, chained, anchored; whatever is done to it is named with its line and its kind."""
