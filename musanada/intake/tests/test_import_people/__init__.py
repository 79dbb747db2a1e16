"""A list of people becomes people of the register: read, checked, recognised, written once, taken back."""
