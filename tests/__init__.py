"""What crosses apps: architecture, messages, the lock file."""
