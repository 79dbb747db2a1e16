"""With whom we work: associations, agencies, ministries, and the agreements between us."""
