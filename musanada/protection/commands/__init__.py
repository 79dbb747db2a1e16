"""Every write of protection, one function per verb, one file per area."""
