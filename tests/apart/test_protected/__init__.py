"""To whom their file does not name, a hidden person does not exist.

Tested as what it means: everything a role can look at is the same, byte for byte, as if the person had never been; and
a page asked for by their key is the page of a key that nobody bears, at the same cost."""
