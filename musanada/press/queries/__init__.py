"""Reads, the actor first."""
