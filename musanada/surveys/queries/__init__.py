"""Reading of surveys."""
