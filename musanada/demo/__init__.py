"""The demonstration country: invented people whose records, when counted, give the printed figures."""
