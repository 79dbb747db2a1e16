"""Pure functions and small types that every other app may use. No tables, no Django models."""
