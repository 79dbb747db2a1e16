"""Protection: children alone, victims of trafficking, people hurt at the borders (domain, systems.md §14–§17)."""
