"""What is usual: m and u where a list is too short to teach them. Rounded, from several kinds of lists.

``m``: how often two records of one person show a level; ``u``: how often two people who are compared do. Only what a
field's levels are relative to each other counts: they are scaled to one.
"""

Table = dict[str, dict[str, float]]


def bands(code: str, bits: tuple[int, ...], total: float, rest: float) -> dict[str, float]:
    """m spread over bands of bits."""
    return {**{f"{code}_{b}": total / len(bits) for b in bits}, f"{code}_0": rest}


def chances(code: str, bits: tuple[int, ...], rest: float, share: float) -> dict[str, float]:
    """u of bands of bits: who shares n bits by chance is one in 2 to the n."""
    return {**{f"{code}_{b}": share * 2.0 ** -(b + 1.5) for b in bits}, f"{code}_0": rest}


FULL, SPELLED, HALF = (26, 23, 20, 17, 14, 11), (24, 20, 16, 12), (10, 7)
USUAL_M: Table = {
    "name": {
        **bands("same", FULL, 0.53, 0.08),
        **bands("same_more", FULL, 0.11, 0.02),
        **bands("sound", SPELLED, 0.11, 0.02),
        **bands("sound_more", SPELLED, 0.03, 0.01),
        "two_of_three": 0.015, "two_of_three_0": 0.015, "single": 0.02,
        **bands("one_close", HALF, 0.02, 0.02), "close": 0.001,
        **bands("one", HALF, 0.04, 0.04), "one_spelled": 0.002, "none": 0.003,
    },
    "mother": {
        "household": 0.02, **bands("same", (16, 12), 0.55, 0.08), **bands("single", (8,), 0.13, 0.15), "near": 0.02,
        **bands("part", (7,), 0.02, 0.02), "none": 0.03,
    },
    "birth": {
        "day": 0.49, "turned": 0.006, "part": 0.03, "both_guessed": 0.24, "guessed": 0.12, "other_year": 0.05,
        "kin": 1e-6, "year": 0.003, "beside_guessed": 0.02, "near_guessed": 0.02, "beside": 0.004, "near": 0.004, "far": 0.003,
    },
    "document": {"same": 0.62, "shared": 0.005, "near": 0.045, "other_kind": 0.16, "other": 0.17},
    "phone": {"same": 0.52, "household": 0.06, "shared": 0.005, "other": 0.415},
    "sex": {"same": 0.985, "other": 0.015},
    "nationality": {"same": 0.96, "other": 0.04},
    "nationality_rare": {"same": 0.97, "other": 0.03},
    "city": {"same": 0.6, "other": 0.4},
}  # fmt: skip
USUAL_U: Table = {
    "name": {
        **chances("same", FULL, 2e-4, 0.3), **chances("same_more", FULL, 2e-4, 0.3),
        **chances("sound", SPELLED, 2e-4, 0.3), **chances("sound_more", SPELLED, 2e-4, 0.3),
        "two_of_three": 5e-5, "two_of_three_0": 5e-4, "single": 5e-4,
        **chances("one_close", HALF, 2e-6, 0.004), "close": 2e-7,
        "one_10": 0.002, "one_7": 0.02, "one_0": 0.03, "one_spelled": 1e-4, "none": 0.94,
    },
    "mother": {
        "household": 0.01, "same_16": 3e-5, "same_12": 2e-4, "same_0": 0.002, "single_8": 0.002, "single_0": 0.012, "near": 5e-4,
        "part_7": 0.05, "part_0": 0.1, "none": 0.83,
    },
    "birth": {
        "day": 3e-5, "turned": 1e-5, "part": 0.001, "both_guessed": 0.003, "guessed": 0.012, "other_year": 5e-4,
        "kin": 0.75, "year": 0.0002, "beside_guessed": 0.03, "near_guessed": 0.06, "beside": 0.0004, "near": 0.002, "far": 0.01,
    },
    "document": {"same": 2e-7, "shared": 1e-4, "near": 1e-6, "other_kind": 0.7, "other": 0.3},
    "phone": {"same": 1e-6, "household": 3e-5, "shared": 1e-3, "other": 0.999},
    "sex": {"same": 0.75, "other": 0.25},
    "nationality": {"same": 0.5, "other": 0.5},
    "nationality_rare": {"same": 0.75, "other": 0.25},
    "city": {"same": 0.12, "other": 0.88},
}  # fmt: skip
