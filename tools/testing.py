"""Loaded before pytest reads the settings: tests never write into the data directory of an installation."""

import atexit
import os
import shutil
import tempfile

if "MUSANADA_DATA" not in os.environ:
    _data = tempfile.mkdtemp(prefix="musanada-test-")
    os.environ["MUSANADA_DATA"] = _data
    atexit.register(shutil.rmtree, _data, ignore_errors=True)
# Playwright keeps an event loop in the test's thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
