"""The doctor's look at the live providers: which are ready, which key is missing, and where to get it."""

from collections.abc import Collection, Iterator, Mapping

from vidpipe_assets.desk.doctor_row import Row, State
from vidpipe_assets.model.errors import VidpipeError
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.providers.catalogue import BUILT_IN, load
from vidpipe_assets.providers.secrets import Live, Need, Probed

_SHARED_WORK = {"trends", "footage"}
"""Ports whose other providers do the work of one that cannot be asked; of text and speech, nobody stands in for it."""

_FOLDERS = {("footage", "own")}
"""A theme's own folder, which `doctor_themes` looks at."""


def look_at_providers(
    themes: Collection[Theme], known: Mapping[str, Collection[str]], *, online: bool = False
) -> Iterator[Row]:
    """A row for every provider over the network. `online`: those that are ready are asked, at no cost."""
    some = False
    for port, names in known.items():
        for name in sorted(name for name in {*names} - BUILT_IN[port] if (port, name) not in _FOLDERS):
            row = _row(port, name, themes, online=online)
            some = some or bool(row and row.state != "unused" and _named(port, name, themes))
            yield from (row,) if row else ()
    if themes and not some:
        yield Row(
            "keys",
            "ok",
            "none is needed: every provider of these themes works offline. To use another one, name it in a theme, "
            "as in providers: {footage: [pexels, motion]}",
        )


def _row(port: str, name: str, themes: Collection[Theme], *, online: bool) -> Row | None:
    """How one provider stands; None for one on this machine."""
    what = f"{port}: {name}"
    try:
        provider = load(port, name)
        if not isinstance(provider, Live):
            return None
        missing = [need for need in provider.needs if not need.is_met]
        if missing:
            return _lacking(what, missing, *_standing(port, name, themes))
        answer = _answer(provider, online=online)
    except VidpipeError as error:
        return Row(what, _standing(port, name, themes)[0], str(error), error.remedy)
    keys, are = " and ".join(need.name for need in provider.needs), "are" if len(provider.needs) > 1 else "is"
    return Row(what, "ok", f"{f'{keys} {are} set' if keys else 'no key is needed'}{answer}")


def _answer(provider: Live, *, online: bool) -> str:
    """Whether it answers, if it is asked; what can be asked and was not is not called ready."""
    if not isinstance(provider, Probed):
        return "; it is asked when it is needed"
    return f"; it answers: {provider.probe()}" if online else "; vidpipe doctor --online asks whether it answers"


def _lacking(what: str, missing: Collection[Need], state: State, wanted_by: str) -> Row:
    names = " and ".join(need.name for need in missing)
    places = " and ".join(dict.fromkeys(need.where for need in missing))
    exports = "; ".join(f"export {need.name}=…" for need in missing)
    are, them = ("are", "them") if len(missing) > 1 else ("is", "it")
    return Row(what, state, f"{names} {are} not set; {wanted_by}", f"get {them} at {places}, then: {exports}")


def _standing(port: str, name: str, themes: Collection[Theme]) -> tuple[State, str]:
    """How bad it is that a provider cannot be asked, and for whom: not at all, or others stand in, or nobody does."""
    named = _named(port, name, themes)
    if not named:
        return "unused", "no theme names it"
    alone = [theme for theme in named if port not in _SHARED_WORK or len(theme.part(f"providers.{port}")) == 1]
    return ("failed" if alone else "warning"), f"named by {', '.join(theme.name for theme in alone or named)}"


def _named(port: str, name: str, themes: Collection[Theme]) -> list[Theme]:
    return [theme for theme in themes if name in theme.part(f"providers.{port}")]
