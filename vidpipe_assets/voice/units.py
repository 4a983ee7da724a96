"""Units, currencies and abbreviations, and what is said for them in English."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


UNITS: dict[str, str] = {
    "km": "kilometers",
    "m": "meters",
    "cm": "centimeters",
    "mm": "millimeters",
    "μm": "micrometers",
    "nm": "nanometers",
    "mi": "miles",
    "ft": "feet",
    "yd": "yards",
    "AU": "astronomical units",
    "ly": "light years",
    "km²": "square kilometers",
    "m²": "square meters",
    "cm²": "square centimeters",
    "m³": "cubic meters",
    "km³": "cubic kilometers",
    "kg": "kilograms",
    "g": "grams",
    "mg": "milligrams",
    "t": "tons",
    "lb": "pounds",
    "lbs": "pounds",
    "oz": "ounces",
    "L": "liters",
    "l": "liters",
    "ml": "milliliters",
    "mL": "milliliters",
    "s": "seconds",
    "sec": "seconds",
    "ms": "milliseconds",
    "μs": "microseconds",
    "ns": "nanoseconds",
    "min": "minutes",
    "h": "hours",
    "hr": "hours",
    "hrs": "hours",
    "W": "watts",
    "kW": "kilowatts",
    "MW": "megawatts",
    "GW": "gigawatts",
    "TW": "terawatts",
    "Wh": "watt hours",
    "kWh": "kilowatt hours",
    "MWh": "megawatt hours",
    "GWh": "gigawatt hours",
    "V": "volts",
    "mAh": "milliamp hours",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    "THz": "terahertz",
    "kB": "kilobytes",
    "KB": "kilobytes",
    "MB": "megabytes",
    "GB": "gigabytes",
    "TB": "terabytes",
    "PB": "petabytes",
    "KiB": "kibibytes",
    "MiB": "mebibytes",
    "GiB": "gibibytes",
    "kbps": "kilobits per second",
    "Mbps": "megabits per second",
    "Gbps": "gigabits per second",
    "kbit": "kilobits",
    "Mbit": "megabits",
    "Gbit": "gigabits",
    "MP": "megapixels",
    "px": "pixels",
    "dpi": "dots per inch",
    "ppi": "pixels per inch",
    "fps": "frames per second",
    "bpm": "beats per minute",
    "rpm": "revolutions per minute",
    "ppm": "parts per million",
    "mph": "miles per hour",
    "kph": "kilometers per hour",
    "kmh": "kilometers per hour",
    "dB": "decibels",
    "Pa": "pascals",
    "hPa": "hectopascals",
    "kcal": "kilocalories",
    "kJ": "kilojoules",
    "°": "degrees",
    "°C": "degrees Celsius",
    "°F": "degrees Fahrenheit",
    "%": "percent",
    "‰": "per mille",
    "x": "times",
    "×": "times",
    "¢": "cents",
}
"""What follows a number; plural."""

LONE_UNITS = _words(
    "km cm mm kg kWh kW MW GW Hz kHz MHz GHz KB MB GB TB PB kbps Mbps Gbps mph kph fps bpm rpm dpi mAh km² m² m³ °C °F"
)
"""Units that are no word of their own: said in full without a number, too ('in km/h')."""

MAGNITUDES = {
    "k": "thousand",
    "K": "thousand",
    "m": "million",
    "M": "million",
    "mn": "million",
    "bn": "billion",
    "b": "billion",
    "B": "billion",
    "T": "trillion",
    "tn": "trillion",
}
"""What follows an amount of money without a space ('$5m'); after a bare number only `K`, `M`, `B` and `bn`."""

MAGNITUDE_WORDS = _words("hundred thousand million billion trillion quadrillion")

CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "₩": ("won", "won", "jeon", "jeon"),
    "₺": ("lira", "lira", "kurush", "kurush"),
    "₽": ("ruble", "rubles", "kopek", "kopeks"),
    "₴": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "₫": ("dong", "dong", "xu", "xu"),
    "₱": ("peso", "pesos", "centavo", "centavos"),
    "₦": ("naira", "naira", "kobo", "kobo"),
    "₪": ("shekel", "shekels", "agora", "agorot"),
    "฿": ("baht", "baht", "satang", "satang"),
    "₡": ("colón", "colones", "céntimo", "céntimos"),
    "₿": ("bitcoin", "bitcoins", "satoshi", "satoshis"),
}

DOLLARS = {"US": "", "C": "Canadian", "CA": "Canadian", "A": "Australian", "AU": "Australian", "NZ": "New Zealand"} | {
    "HK": "Hong Kong",
    "S": "Singapore",
}
"""Whose dollars: what stands before the sign."""

CURRENCY_WORDS = {
    "rs.": "₹",
    "rs": "₹",
    "inr": "₹",
    "usd": "$",
    "eur": "€",
    "gbp": "£",
    "jpy": "¥",
    "krw": "₩",
    "try": "₺",
}
"""Names of currencies before or behind a figure, in lower case, and their signs."""

ABBREVIATIONS = {
    "dr.": "doctor",
    "mr.": "mister",
    "mrs.": "missus",
    "prof.": "professor",
    "jr.": "junior",
    "sr.": "senior",
    "inc.": "incorporated",
    "ltd.": "limited",
    "vs": "versus",
    "vs.": "versus",
    "v.": "versus",
    "e.g.": "for example",
    "i.e.": "that is",
    "approx.": "approximately",
    "est.": "established",
    "ca.": "about",
    "fig.": "figure",
    "vol.": "volume",
    "jan.": "January",
    "feb.": "February",
    "aug.": "August",
    "sept.": "September",
    "sep.": "September",
    "oct.": "October",
    "nov.": "November",
    "dec.": "December",
    "mt.": "mount",
    "ft.": "feet",
    "w/": "with",
    "w/o": "without",
    "ph.d.": "P H D",
    "phd": "P H D",
    "a.i.": "AI",
    "co2": "C-O two",
    "h2o": "H two O",
    "mah": "milliamp hours",
    "wifi": "Wi-Fi",
}
"""Keys in lower case."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

MONTHS_IN_SHORT = {name[:3].lower(): name for name in MONTHS if name != "May"} | {"sept": "September"}
"""Without a dot: a month only beside a figure."""

NUMBERED = _words("War Part Chapter Act Book Volume Phase Type Season Episode Mark Title Class Bowl Apollo")
"""After these a single I, V or X is a number."""

SPELLED = _words("ISS LED AR EV NES SNES IQ EP UAE IUCN USGS RAF WHO IT IP IPO EA AWS USAF ALU IR UAP")
"""Acronyms that espeak would read as a word."""

WORDS_TOO = _words("WHO IT AR IP IR")
"""Those that are plain words where everything is in capitals."""

READ = _words(
    "NASA ESA JAXA ISRO NATO FIFA UEFA UNESCO UNICEF CERN SETI NOAA DARPA OPEC COVID SARS AIDS RAM ROM "
    "GIF JPEG JSON LIDAR LASER IMAX IKEA LEGO SIM PIN OLED"
)
"""Acronyms that are said as a word; only needed where they carry an s."""

MODELS = _words("RTX GTX RX Intel Boeing Airbus Atari MOS Motorola Ryzen GeForce Radeon Commodore Nokia")
"""After these a number names a model and is said in pairs: 'RTX forty ninety'."""


def unit(symbol: str, *, one: bool = False) -> str:
    """What is said for a unit or a quotient of two ('MB/s'); '' if it is none."""
    symbol = symbol.replace("µ", "μ").replace("℃", "°C").replace("℉", "°F")
    plural = UNITS.get(symbol, "")
    if not plural and symbol.count("/") == 1:
        above, below = (UNITS.get(half, "") for half in symbol.split("/"))
        plural = f"{above} per {singular(below)}" if above and below else ""
    return singular(plural) if one else plural


def singular(plural: str) -> str:
    """'kilometers per hour' -> 'kilometer per hour'."""
    first, *rest = plural.split(" ")
    if plural.startswith(("square", "cubic", "light", "astronomical", "watt", "kilowatt", "megawatt", "milliamp")):
        return plural.removesuffix("s")
    first = {"feet": "foot", "times": "times", "hertz": "hertz"}.get(first, first.removesuffix("s"))
    return " ".join([first, *rest])
