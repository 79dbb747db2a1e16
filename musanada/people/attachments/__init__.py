"""Files joined to a person: what they really are (``sniff``), made harmless (``clean``), kept encrypted (``store``).

Nothing a browser declares is believed: neither the name, nor the type, nor the size. What is kept is written by us (images)
or searched for what could act (PDF, sound), and leaves only as a download in a closed box.
"""
