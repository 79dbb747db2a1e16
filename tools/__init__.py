"""What the Makefile calls: set-up, tests, message catalogues. Never imported by the product."""
