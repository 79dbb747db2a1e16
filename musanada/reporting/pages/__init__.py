"""What the pages of figures show, put together: key figures, split tables with their charts, lists."""
