"""Every write of regularisation, one function per verb, one file per area."""
