"""Agreements: the last word decides, a child answers with a guardian, and nothing goes round the person alone."""
