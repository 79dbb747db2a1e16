"""Every file of ``addresses`` brings the pages of one area."""

from importlib import import_module
from pkgutil import iter_modules

from musanada.press import addresses

app_name = "press"
urlpatterns = [
    pattern
    for found in sorted(one.name for one in iter_modules(addresses.__path__))
    for pattern in import_module(f"musanada.press.addresses.{found}").urlpatterns
]
