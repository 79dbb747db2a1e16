"""Who may do what, and what never crosses: the rights as one table, every page by every role, the sides.

``rights.txt`` is written by hand and read by managers; ``world`` makes a small country twice over; ``addresses``
reads the URL tree. Nothing here lists pages: a new page is tested because it is there.
"""
