"""A place's path, taken apart: ``MA-02/MA-OUJ/02.411.01.01/`` → region, province, commune."""

import re

ARRONDISSEMENTS = re.compile(r"06\.141\.01\.\d0(@\d{4})?")


def levels(path: str | None) -> tuple[str | None, str | None, str | None]:
    """``(region, province, commune)`` codes; a level that is not known is None.

    Between a prefecture and its communes Casablanca has prefectures of arrondissements, whose HCP codes look
    like a commune's but end in 0: standing last in the path, they leave the commune unknown.
    """
    parts = [p for p in (path or "").split("/") if p]
    commune = parts[-1] if len(parts) > 2 and not ARRONDISSEMENTS.fullmatch(parts[-1]) else None
    return (parts[0] if parts else None), (parts[1] if len(parts) > 1 else None), commune
