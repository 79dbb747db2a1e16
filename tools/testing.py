"""Loaded before pytest reads the settings: a data directory of its own, and compiled message catalogues.

Both must be there before Django starts: tests never write into the data of an installation, and a catalogue
that is compiled later is not seen by a language already loaded.
"""

import atexit
import os
import shutil
import tempfile

from musanada.config.messages import compile_messages

if "MUSANADA_DATA" not in os.environ:
    _data = tempfile.mkdtemp(prefix="musanada-test-")
    os.environ["MUSANADA_DATA"] = _data
    atexit.register(shutil.rmtree, _data, ignore_errors=True)
# Playwright keeps an event loop in the test's thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
compile_messages()
