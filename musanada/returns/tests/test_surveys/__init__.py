"""Surveys after a return: who is asked when, agreement, drafts that stay, scores added and never replaced."""
