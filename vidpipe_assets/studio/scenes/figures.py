"""How numbers are written on a picture. The numbers are the writer's: nothing is rounded or shortened here. Pure."""

_CLOSING_UP = ("K", "k", "M", "B", "x")


def figure(value: float, decimals: int = 0, prefix: str = "", unit: str = "") -> str:
    """'€1,234.5', '−12 min', '85%'."""
    number = f"{abs(value):,.{decimals}f}"
    sign = "\u2212" if value < 0 and number.strip("0.,") else ""
    return f"{sign}{prefix.strip()}{number}{spaced(unit)}"


def spaced(unit: str) -> str:
    """`unit` as it follows a number: '%', '°' and the letters for thousands, millions, billions close up."""
    unit = unit.strip()
    closes_up = not unit[:1].isalnum() or unit in _CLOSING_UP
    return unit if closes_up else f" {unit}"


def shouted(unit: str) -> str:
    """`unit` in capitals if it is a word ('days'); symbols ('kg', 'MHz') keep their case."""
    unit = unit.strip()
    return unit.upper() if len(unit) > 2 and unit.isalpha() and unit.islower() else unit


def widest(text: str) -> str:
    """`text` with every figure as wide as 0, the room that a counter may need on its way."""
    return "".join("0" if character.isdigit() else character for character in text)
