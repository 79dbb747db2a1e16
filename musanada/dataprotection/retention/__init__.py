"""How long records are kept: the proposal (``defaults.yaml``), what an organisation decided, what is due."""
