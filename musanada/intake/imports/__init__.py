"""Staged import: a file on its way into the register, one decision at a time. Kinds of rows plug in by ``kinds``."""
