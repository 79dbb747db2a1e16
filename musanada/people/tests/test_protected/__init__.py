"""P4 files: who may read, for how long, and what is left of a hidden person for everyone else."""
