"""The rules of the house, checked. Each rule is a plain function that takes source text or objects and returns
findings; each is also shown a bad example, so that we know it can fail."""
