"""Pages of the register: the list, a person, the small forms of each section, merging."""
