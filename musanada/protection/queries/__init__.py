"""Every read of protection, actor first."""
