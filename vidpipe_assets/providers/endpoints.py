"""Servers with OpenAI's API that the operator names in `endpoints.yaml` of the home: for text, for speech, or both.

A theme names one as it names a provider. Each has an account of its own in the ledger, by its name. What is wrong with
one entry harms no other: `read_endpoints` keeps the good ones, and the problems of the others by name.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import httpx
import yaml
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, TypeAdapter, ValidationError

from vidpipe_assets.io.yaml_file import YamlFile, read_yaml
from vidpipe_assets.model.errors import BadInput
from vidpipe_assets.model.theme import ModelName
from vidpipe_assets.model.values import Value
from vidpipe_assets.providers.models import Limit
from vidpipe_assets.providers.openai_api import FREE_PRICE, Endpoint, is_own_host
from vidpipe_assets.providers.prices import ANY_MODEL, Price, known_price, price
from vidpipe_assets.providers.request import Account, Rate
from vidpipe_assets.providers.secrets import Need

FILE = "endpoints.yaml"
_PRESETS = Path(__file__).with_name("presets.yaml")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""As themes can write it (`model.theme.Provider`)."""


def _address(text: str) -> str:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise ValueError("is no address; write http://gpu.lan:8000/v1") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError("is no address of the web; write http://gpu.lan:8000/v1")
    if url.userinfo or url.query or url.fragment:
        raise ValueError("holds a user, a password or a query; write the key's variable into `key` instead")
    return text.rstrip("/")


def _variable(text: str) -> str:
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,99}", text):
        raise ValueError("is no name of an environment variable, as MY_SERVER_KEY; the key itself is written nowhere")
    return text


FREE = "free"
_ALL_FREE = {ANY_MODEL: FREE_PRICE}


def _prices(given: Any) -> Any:
    return _ALL_FREE if given == FREE else given


Models = Annotated[tuple[ModelName, ...], Field(max_length=50)]


class EndpointLimits(Value):
    """What a server takes. `seconds`: how long one answer may take."""

    at_a_time: int | None = Field(default=None, ge=1, le=100)
    a_minute: int | None = Field(default=None, ge=1, le=100_000)
    seconds: int | None = Field(default=None, ge=1, le=3600)


class EndpointEntry(Value):
    """One server, as `endpoints.yaml` says it; what it does not say is its preset's.

    `key`: the environment variable that holds the key. `text`, `speech`: its models, the one first that is asked where
    a theme names none. `voice`: which speaks where a theme names none. `prices`: 'free', or by model. `thinking`:
    tokens that a model may use up before it writes. `limit_name`: what the limit of an answer is called.
    `structured`: whether it can be held to a JSON schema.
    """

    preset: str = ""
    address: Annotated[str, AfterValidator(_address)] = ""
    key: Annotated[str, AfterValidator(_variable)] | None = None
    key_header: Literal["bearer", "api-key"] = "bearer"
    where: str = Field(default="", max_length=300)
    text: Models = ()
    speech: Models = ()
    voice: Annotated[str, StringConstraints(min_length=1, max_length=300)] = "alloy"
    prices: Annotated[dict[str, Price], BeforeValidator(_prices)] = {}
    limits: EndpointLimits = EndpointLimits()
    thinking: int | None = Field(default=None, ge=0, le=100_000)
    limit_name: Limit = "max_tokens"
    structured: bool = True


@dataclass(frozen=True)
class NamedEndpoint(Endpoint):
    """A server of `endpoints.yaml`. Its address is the entry's: no environment variable changes it."""

    entry: EndpointEntry = field(default_factory=EndpointEntry)

    @property
    def address(self) -> str:
        """Where it listens."""
        return self.standard

    @property
    def needs(self) -> tuple[Need, ...]:
        """The key that the entry names, if it names one."""
        return (self.key,) if self.key else ()

    @property
    def maker(self) -> str:
        """The preset, under which its models stand in the data of models."""
        return self.entry.preset

    @property
    def is_elsewhere(self) -> bool:
        """Never: the entry's address is its own."""
        return False

    @property
    def is_named(self) -> bool:
        """Always."""
        return True

    @property
    def deadline_s(self) -> int | None:
        """What the limits of the entry say."""
        return self.entry.limits.seconds

    @property
    def headers(self) -> dict[str, str]:
        """The key, in the header that the server reads it from."""
        secret = self.secret
        if secret and self.entry.key_header == "api-key":
            return {"api-key": secret}
        return super().headers

    def price(self, model: str) -> Price:
        """What the entry says; then a person's `prices.yaml`, then what is known of the preset's models.

        A machine of one's own, of which nobody says a price, is free. Raises `BlockedError` for an unknown price.
        """
        prices = self.entry.prices
        found = (
            prices.get(model)
            or prices.get(ANY_MODEL)
            or known_price(self.name, model)
            or known_price(self.maker, model)
        )
        return found or (FREE_PRICE if is_own_host(self.host) else price(self.name, model))

    def __str__(self) -> str:
        """What a person wants to know of it, in a line; there is no secret in it."""
        entry, limits = self.entry, self.entry.limits
        said = [self.address + (f" ({entry.preset})" if entry.preset else "")]
        said += [f"{port}: {', '.join(models)}" for port in ("text", "speech") if (models := getattr(entry, port))]
        said.append(FREE if entry.prices == _ALL_FREE else "")
        said.append(f"{limits.at_a_time} at a time" if limits.at_a_time else "")
        said.append(f"{limits.a_minute} a minute" if limits.a_minute else "")
        return "; ".join(filter(None, said))


@dataclass(frozen=True)
class EndpointFile:
    """What `endpoints.yaml` holds: the usable endpoints by name, and the problems of the others."""

    path: Path
    good: Mapping[str, NamedEndpoint]
    bad: Mapping[str, tuple[str, ...]]

    def error(self, name: str) -> BadInput:
        """Why the entry `name` cannot be used."""
        return BadInput("\n".join(self.bad[name]), remedy=f"correct {self.path}", facts={"file": str(self.path)})


def endpoints_path() -> Path | None:
    """Where the file lies; None without a home."""
    home = os.environ.get("DAGSTER_HOME", "").strip()
    return Path(home) / FILE if home else None


def read_endpoints() -> EndpointFile | None:
    """The home's endpoints, None where there is no file. Raises `BadInput` for a file that is no YAML, or no list."""
    path, stamp = endpoints_path(), endpoints_stamp()
    return _read(path, stamp) if path and stamp else None


def endpoints_stamp() -> tuple[int, ...]:
    """Changes whenever the file does; empty where there is none."""
    path = endpoints_path()
    try:
        stat = path.stat() if path else None
    except OSError:
        return ()
    return (stat.st_mtime_ns, stat.st_size, stat.st_ino) if stat else ()


def endpoint_names(port: str) -> frozenset[str]:
    """The names that a theme may use for `port`, 'text' or 'speech'; also of entries that have to be corrected."""
    try:
        found = read_endpoints()
    except BadInput:  # the doctor says it, and whoever asks for one of them
        return frozenset()
    if found is None:
        return frozenset()
    return frozenset(name for name, one in found.good.items() if getattr(one.entry, port, ())) | frozenset(found.bad)


def find_endpoint(name: str) -> NamedEndpoint | None:
    """The endpoint called `name`, None if there is none. Raises `BadInput` when its entry cannot be used."""
    found = read_endpoints()
    if found is None:
        return None
    if name in found.bad:
        raise found.error(name)
    return found.good.get(name)


@lru_cache(maxsize=8)
def _read(path: Path, stamp: tuple[int, ...]) -> EndpointFile:
    del stamp  # another one is another file
    file = read_yaml(path, str(path))
    if not isinstance(file.content, dict):
        raise BadInput(f"{path} is no list of endpoints", remedy="write NAME: and its fields below it, indented")
    good: dict[str, NamedEndpoint] = {}
    bad: dict[str, tuple[str, ...]] = {}
    for name, fields in cast("dict[str, Any]", file.content).items():
        found, problems = _entry(name, fields, file)
        if found is None or problems:
            bad[name] = tuple(problems)
        else:
            good[name] = found
    return EndpointFile(path, good, bad)


def _entry(name: str, fields: Any, file: YamlFile) -> tuple[NamedEndpoint | None, list[str]]:
    if problem := _wrong_name(name):
        return None, [_told(file, name, (), problem)]
    if not isinstance(fields, dict):
        return None, [_told(file, name, (), "has no fields; write at least a preset, or an address and models")]
    given = {key: value for key, value in cast("dict[str, Any]", fields).items() if value is not None}
    preset = given.get("preset", "")
    if preset and preset not in presets():
        choice = f"is no preset; choose one of: {', '.join(sorted(presets()))}, or leave it out and write an address"
        return None, [_told(file, name, ("preset",), choice)]
    try:
        entry = EndpointEntry.model_validate({**(presets()[preset] if preset else {}), **given})
    except ValidationError as error:
        return None, [_told(file, name, one["loc"], _sentence(one)) for one in error.errors(include_url=False)]
    problems = [_told(file, name, where, said) for where, said in _lacks(entry)]
    return _endpoint(name, entry), problems


def _endpoint(name: str, entry: EndpointEntry) -> NamedEndpoint:
    rates = (Rate(entry.limits.a_minute, 60),) if entry.limits.a_minute else ()
    account = Account(name, rates=rates, concurrency=entry.limits.at_a_time)
    key = Need(entry.key, entry.where or entry.address) if entry.key else None
    return NamedEndpoint(name, entry.address, key, account, entry=entry)


def _wrong_name(name: str) -> str:
    from vidpipe_assets.providers.registry import known

    if not _NAME.fullmatch(name):
        return "cannot be a name; use small letters, digits and underscores: my_server"
    taken = [port for port, names in known().items() if name in names]
    return f"is the name of a provider of {taken[0]} already; choose another one" if taken else ""


def _lacks(entry: EndpointEntry) -> list[tuple[tuple[str, ...], str]]:
    found: list[tuple[tuple[str, ...], str]] = []
    if not entry.address:
        found.append((("address",), "is missing; write http://gpu.lan:8000/v1"))
    if not entry.text and not entry.speech:
        found.append((("text",), "names no model, and speech neither; write text: [MODEL], or speech: [MODEL]"))
    return found


def _told(file: YamlFile, name: str, where: tuple[str | int, ...], said: str) -> str:
    """One problem with file, line and field; never with the value, which may be a key or hold a password."""
    steps = (name, *where)
    shown = (step for step in steps if step != "[key]")  # as pydantic calls a key of a mapping that is wrong itself
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in shown).lstrip(".")
    return f"{file.name}, line {file.line(steps)}: {path} {said}"


_SAID = {
    "int_parsing": "must be a whole number",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list: [MODEL]",
    "dict_type": 'must be free, or by model: MODEL: {per: {million_output_tokens: 2}, read: "DAY, WHERE"}',
    "model_type": "must have fields below it, indented",
    "string_pattern_mismatch": "must be the name of a model, without spaces",
    "missing": "is missing",
}


def _sentence(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return f"is no field of an endpoint; there are: {', '.join(EndpointEntry.model_fields)}"
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind in {"literal_error", "enum"}:
        return f"must be {context['expected']}"
    if bounds := [f"at {word} {context[name]}" for name, word in (("ge", "least"), ("le", "most")) if name in context]:
        return f"must be {' and '.join(bounds)}"
    return _SAID.get(kind) or f"is wrong: {error['msg'][:1].lower()}{error['msg'][1:]}"


_FORM: TypeAdapter[dict[str, dict[str, Any]]] = TypeAdapter(dict[str, dict[str, Any]])


@cache
def presets() -> Mapping[str, Mapping[str, Any]]:
    """Preset -> fields of an entry."""
    return _FORM.validate_python(yaml.safe_load(_PRESETS.read_text(encoding="utf-8")))
