"""Every write of returns, one function per verb, one file per area."""
