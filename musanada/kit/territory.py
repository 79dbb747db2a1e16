"""A place's path, taken apart: ``MA-02/MA-OUJ/02.411.01.01/`` → region, province, commune."""


def levels(path: str | None) -> tuple[str | None, str | None, str | None]:
    """``(region, province, commune)`` codes; a level that is not known is None.

    Between a prefecture and its communes Casablanca has prefectures of arrondissements: the last code counts
    as the commune only when it is one (HCP codes of communes have four parts).
    """
    parts = [p for p in (path or "").split("/") if p]
    commune = parts[-1] if len(parts) > 2 and parts[-1].count(".") >= 3 else None
    return (parts[0] if parts else None), (parts[1] if len(parts) > 1 else None), commune
