"""A synthetic register whose truth is known: people, the twins among them, and questions about them.

``python -m bench.population --people 100000 --out /tmp/pop100k`` writes people, truth, queries and answers;
``python -m bench.population score-clusters|score-results`` marks what a program answered. Nothing here reads the
product's knowledge of names: names, spellings and slips are the generator's own, so that it measures and does
not repeat what the product believes.
"""
