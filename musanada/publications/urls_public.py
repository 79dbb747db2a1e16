"""What is published: no account, no cookie, no tracker. Every file of ``public`` brings the pages of one area."""

from importlib import import_module
from pkgutil import iter_modules

from musanada.publications import public

app_name = "published"
urlpatterns = [
    pattern
    for found in sorted(one.name for one in iter_modules(public.__path__))
    for pattern in import_module(f"musanada.publications.public.{found}").urlpatterns
]
