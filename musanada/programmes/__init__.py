"""What we run, where, with whom, for how much. Counts come out of the activities and are never typed."""
