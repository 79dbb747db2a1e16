"""Every file of ``addresses`` brings the pages of one area."""

from importlib import import_module
from pkgutil import iter_modules

from musanada.monitoring import addresses

app_name = "monitoring"
urlpatterns = [
    pattern
    for found in sorted(one.name for one in iter_modules(addresses.__path__))
    for pattern in import_module(f"musanada.monitoring.addresses.{found}").urlpatterns
]
