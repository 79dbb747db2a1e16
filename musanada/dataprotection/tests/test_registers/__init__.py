"""The registers: what they ask for, what is missing in law, what was changed, and who sees which."""
