"""The whole outside world on one server: each service below its own name, held to its contract, and what it charges."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal

from contracts.openapi import contract
from fakes import (
    anthropic,
    apify,
    comfyui,
    elevenlabs,
    fal,
    feeds,
    gemini_images,
    hacker_news,
    internet_archive,
    nasa,
    openai,
    openai_images,
    openverse,
    pexels,
    pixabay,
    reddit,
    replicate,
    wikimedia,
    wikipedia,
    youtube,
)
from fakes.server import Answer, Asked, Server, Service, serving

VARIABLES = {
    anthropic.VARIABLE: "anthropic",
    apify.VARIABLE: "apify",
    comfyui.VARIABLE: "comfyui",
    gemini_images.VARIABLE: "gemini_images",
    openai_images.VARIABLE: "openai_images",
    elevenlabs.VARIABLE: "elevenlabs",
    fal.VARIABLE: "fal",
    hacker_news.VARIABLE: "hacker_news",
    internet_archive.VARIABLE: "internet_archive",
    nasa.VARIABLE: "nasa",
    openai.VARIABLE: "openai",
    openverse.VARIABLE: "openverse",
    pexels.VARIABLE: "pexels",
    pixabay.VARIABLE: "pixabay",
    replicate.VARIABLE: "replicate",
    wikimedia.COMMONS: "commons",
    wikimedia.WIKIPEDIA: "wikipedia_pictures",
    wikipedia.VARIABLE: "wikipedia",
    youtube.VARIABLE: "youtube",
    **dict.fromkeys(reddit.VARIABLES, "reddit"),
    **dict.fromkeys(feeds.VARIABLES, "feeds"),
}
"""The environment that leads there."""

_CONTRACTS = {"commons": "wikimedia", "wikipedia_pictures": "wikimedia"}
"""Service -> its contract, where that has another name."""

_TOKENS = (Decimal(2) / 10**6, Decimal(10) / 10**6)
"""What a token costs at Anthropic, in and out; its standard model."""

_CHARACTER = Decimal("0.30") / 1000
"""What ElevenLabs' standard model costs."""


@dataclass
class World:
    """All services, each with one account. `charged`: stage -> what was charged for each request, in dollars."""

    tiktok: apify.Apify = field(default_factory=lambda: apify.Apify(polls=0))
    films: fal.Service = field(default_factory=lambda: fal.Service(looks=0))
    predictions: replicate.Service = field(default_factory=replicate.Service)
    openai: openai_images.Service = field(default_factory=openai_images.Service)
    gemini: gemini_images.Service = field(default_factory=gemini_images.Service)
    own_gpu: comfyui.Service = field(default_factory=lambda: comfyui.Service(looks=0))
    charged: dict[str, list[Decimal]] = field(default_factory=dict[str, list[Decimal]])
    asked: list[str] = field(default_factory=list[str])
    """Who was asked, once a request."""

    @property
    def bill(self) -> dict[str, Decimal]:
        """Stage -> all that was charged for it."""
        told = {stage: sum(each, Decimal(0)) for stage, each in self.charged.items()}
        return {**told, "trends": self.tiktok.bill, "clips": self._filmed}

    @property
    def _filmed(self) -> Decimal:
        return self.films.bill + self.predictions.bill + self.openai.bill + self.gemini.bill

    def __call__(self, asked: Asked) -> Answer:
        """As the service that the address names does."""
        return self.answered(*_addressed(asked))

    def answered(self, name: str, meant: Asked) -> Answer:
        """As the service called `name` does."""
        self.asked.append(name)
        return self._services[name](meant)

    def problems(self, asked: Asked, answer: Answer) -> list[str]:
        """What breaks the contract of the service that was asked."""
        name, meant = _addressed(asked)
        is_file = name == "feeds" or meant.path.startswith(("/files/", "/download/"))
        document = _CONTRACTS.get(name, name)
        return [] if is_file else [f"{name}: {found}" for found in contract(document).problems(meant, answer)]

    @property
    def _services(self) -> Mapping[str, Service]:
        return {
            "anthropic": self._wrote,
            "apify": self.tiktok.answer,
            "comfyui": self.own_gpu,
            "gemini_images": self.gemini,
            "openai_images": self.openai,
            "elevenlabs": self._spoke,
            "fal": self.films,
            "feeds": feeds.answer,
            "hacker_news": hacker_news.answer,
            "internet_archive": internet_archive.answer,
            "nasa": nasa.answer,
            "openai": openai.answer,
            "openverse": openverse.answer,
            "pexels": pexels.answer,
            "pixabay": pixabay.answer,
            "reddit": reddit.answer,
            "replicate": self.predictions,
            "commons": wikimedia.answer,
            "wikipedia": wikipedia.answer,
            "wikipedia_pictures": wikimedia.answer,
            "youtube": youtube.answer,
        }

    def _wrote(self, asked: Asked) -> Answer:
        if asked.method == "GET":
            return anthropic.answer(asked)
        schema = asked.json["output_config"]["format"]["schema"]
        stage = "analysis" if schema["title"] == "Narrative" else "scripts"
        tokens = (anthropic.INPUT_TOKENS, anthropic.OUTPUT_TOKENS)
        self._charge(stage, sum((each * many for each, many in zip(_TOKENS, tokens, strict=True)), Decimal(0)))
        return anthropic.answer(asked)

    def _spoke(self, asked: Asked) -> Answer:
        if asked.body:
            self._charge("voiceover", len(asked.json["text"]) * _CHARACTER)
        return elevenlabs.answer(asked)

    def _charge(self, stage: str, amount: Decimal) -> None:
        self.charged.setdefault(stage, []).append(amount)


@contextmanager
def living_world(keys: Mapping[str, str], world: World | None = None) -> Generator[tuple[World, Mapping[str, str]]]:
    """During the block, the world, and the environment with these keys that leads there."""
    world = world or World()
    with serving(world, world) as server:
        yield world, {**keys, "VIDPIPE_CONTACT": "me@example.com", **_addresses(server)}


def _addresses(server: Server) -> dict[str, str]:
    return {variable: f"{server.url}/{name}" for variable, name in VARIABLES.items()}


def _addressed(asked: Asked) -> tuple[str, Asked]:
    """The service, and the request as it reads it: it builds addresses from its host, which gets its name, too."""
    _, name, *rest = asked.path.split("/")
    headers = {**asked.headers, "host": f"{asked.headers['host']}/{name}"}
    return name, replace(asked, path=f"/{'/'.join(rest)}", headers=headers)
