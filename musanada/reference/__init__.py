"""Reference data, all dated: places, countries and their groups, code lists. A change never moves a past figure."""
