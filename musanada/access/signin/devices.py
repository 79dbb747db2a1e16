"""Where a session is: the browser in words, the address shortened so that it tells the network and not the person."""

from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

# The first that is found counts: every browser names those it descends from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_words(agent: str) -> str:
    """``Firefox, Windows``: enough to recognise one's own machine."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    known = [word for word in (browser, system) if word]
    return ", ".join(known) if known else _("Appareil inconnu")


def address_of(request: HttpRequest) -> str:
    """The client's address; behind HTTPS the proxy in front says it, last in its header."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    said = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(said))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  no address to listen on: an unknown one


def shortened(address: str) -> str:
    """The network: the last number of an IPv4 address is left out, of an IPv6 address all after the site."""
    bits = 24 if isinstance(ip_address(address), IPv4Address) else 48
    return str(ip_network(f"{address}/{bits}", strict=False).network_address)
