"""Requests made up against a rule: each prepares a case in which nothing but the rule says no, and gives the attempt."""
