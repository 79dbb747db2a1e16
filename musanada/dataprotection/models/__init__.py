"""Tables of the data-protection app, a file a subject."""
