"""Who answers for a record, on any page that tells whose it is."""
