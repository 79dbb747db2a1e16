"""The address book of protection: each area brings its own (``addresses/``)."""

from importlib import import_module
from pkgutil import iter_modules

from musanada.protection import addresses

app_name = "protection"
urlpatterns = [
    pattern
    for area in sorted(found.name for found in iter_modules(addresses.__path__, f"{addresses.__name__}."))
    for pattern in import_module(area).urlpatterns
]
