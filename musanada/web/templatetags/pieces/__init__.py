"""The tag library in parts; templates load all of it with one ``{% load musanada %}``."""
