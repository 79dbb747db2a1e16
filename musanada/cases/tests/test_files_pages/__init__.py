"""Pages of a case: what they show to whom, the buttons they offer, and the same asked without them."""
