"""How numbers are written on a picture. The numbers are the writer's: nothing is rounded or shortened here. Pure."""


def figure(value: float, decimals: int = 0, prefix: str = "", unit: str = "") -> str:
    """'€1,234.5', '−12 min', '85%'."""
    number = f"{abs(value):,.{decimals}f}"
    sign = "\u2212" if value < 0 and number.strip("0.,") else ""
    return f"{sign}{prefix.strip()}{number}{spaced(unit)}"


def spaced(unit: str) -> str:
    """`unit` as it follows a number: symbols and single letters close up, words keep a space."""
    unit = unit.strip()
    return f" {unit}" if len(unit) > 1 and unit[0].isalnum() else unit


def widest(text: str) -> str:
    """`text` with every figure as wide as 0, the room that a counter may need on its way."""
    return "".join("0" if character.isdigit() else character for character in text)
