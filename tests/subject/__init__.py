"""What a person may ask, across apps: to be told, to be forgotten."""
