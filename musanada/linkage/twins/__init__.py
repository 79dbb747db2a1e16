"""Likely twins of a whole list: read, prepared by columns, compared by a trained model, grouped.

``joint`` names what goes in and comes out; ``run`` does it for a file, ``register`` for the register.
"""
