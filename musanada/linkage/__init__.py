"""Who is the same person: the counter search and likely twins. Reads the register's name keys, writes nothing."""
