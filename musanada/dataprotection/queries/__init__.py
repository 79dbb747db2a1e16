"""Every read of the data-protection app, actor first."""
