"""Musanada: migration programmes, and figures that can be trusted."""
