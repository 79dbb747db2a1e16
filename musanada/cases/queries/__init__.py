"""Every read of what passes between offices, actor first. What the actor may not see is not found."""
