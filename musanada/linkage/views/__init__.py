"""Pages of likely twins: the queue, one pair, a group, shared numbers; models and runs."""
