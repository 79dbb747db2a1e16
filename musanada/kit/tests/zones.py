"""Machine-readable zones made from fields, for tests: the other way round of ``kit.mrz``."""

from musanada.kit.mrz import check_digit


def filled(text: str, width: int) -> str:
    return text[:width].ljust(width, "<")


def named(surname: str, given: str, width: int) -> str:
    return filled(f"{surname.replace(' ', '<')}<<{given.replace(' ', '<')}", width)


def second_line(number: str, country: str, birth: str, sex: str, expiry: str) -> str:
    number = filled(number, 9)
    return (
        f"{number}{check_digit(number)}{filled(country, 3)}{birth}{check_digit(birth)}{sex}"
        f"{expiry}{check_digit(expiry)}"
    )


def td3(
    surname: str,
    given: str,
    number: str,
    country: str = "GIN",
    birth: str = "900305",
    sex: str = "F",
    expiry: str = "300101",
    personal: str = "",
) -> list[str]:
    line = second_line(number, country, birth, sex, expiry)
    own = filled(personal, 14)
    line += own + check_digit(own)
    line += check_digit(line[:10] + line[13:20] + line[21:43])
    return [f"P<{filled(country, 3)}{named(surname, given, 39)}", line]


def td2(surname: str, given: str, number: str, country: str = "GIN", birth: str = "900305") -> list[str]:
    if len(number) > 9:
        line = second_line(number, country, birth, "M", "300101")
        line = line[:9] + "<" + line[10:] + filled(number[9:] + check_digit(number), 7)
    else:
        line = second_line(number, country, birth, "M", "300101") + "<" * 7
    line += check_digit(line[:10] + line[13:20] + line[21:35])
    return [f"I<{filled(country, 3)}{named(surname, given, 31)}", line]


def td1(surname: str, given: str, number: str, country: str = "MLI", birth: str = "900305") -> list[str]:
    if len(number) > 9:
        first = f"I<MAR{number[:9]}<{filled(number[9:] + check_digit(number), 15)}"
    else:
        first = f"I<MAR{filled(number, 9)}{check_digit(filled(number, 9))}{'<' * 15}"
    second = f"{birth}{check_digit(birth)}M300101{check_digit('300101')}{filled(country, 3)}{'<' * 11}"
    second += check_digit(first[5:30] + second[:7] + second[8:15] + second[18:29])
    return [first, second, named(surname, given, 30)]


def visa(surname: str, given: str, number: str, width: int, country: str = "GIN") -> list[str]:
    line = second_line(number, country, "900305", "F", "300101")
    return [f"V<MAR{named(surname, given, width - 5)}", filled(line, width)]
