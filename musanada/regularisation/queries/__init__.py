"""Every read of regularisation, actor first, one file per area."""
