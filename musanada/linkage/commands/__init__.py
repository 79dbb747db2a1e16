"""What is written about likely twins: runs, decisions, what is forgotten with a person."""
