"""Numbers of a text: where, how much, of what, for when."""
