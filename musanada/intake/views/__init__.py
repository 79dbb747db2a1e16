"""Pages of the counter: who waits, and the registration of the one in front."""
