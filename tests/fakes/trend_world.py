"""All live sources of trends on this machine: each its own server, and the environment that leads there."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from contracts.openapi import contract
from fakes import apify, feeds, hacker_news, reddit, wikipedia, youtube
from fakes.server import Asked, Server, Service, serving

SOURCES = ("hacker_news", "rss", "google_trends", "wikipedia", "youtube", "reddit", "tiktok")
KEYS = ("YOUTUBE_API_KEY", "REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET", "APIFY_TOKEN")


@dataclass(frozen=True)
class TrendWorld:
    """The servers by name, the account at Apify, and where all of that is."""

    servers: Mapping[str, Server]
    apify: apify.Apify
    environment: Mapping[str, str]

    @property
    def feed(self) -> str:
        """The address of a feed."""
        return f"{self.servers['feeds'].url}/sky.rss"

    @property
    def asked(self) -> list[Asked]:
        """All requests so far, whoever was asked."""
        return [one for server in self.servers.values() for one in server.asked]


@contextmanager
def trend_world(keys: Mapping[str, str], **instead: Service) -> Iterator[TrendWorld]:
    """During the block, all services; `instead`: by name, what answers in the place of one, held to no contract."""
    account = apify.Apify(polls=0)
    services: dict[str, Service] = {
        "hacker_news": hacker_news.answer,
        "wikipedia": wikipedia.answer,
        "youtube": youtube.answer,
        "reddit": reddit.answer,
        "apify": account.answer,
        "feeds": feeds.answer,
    }
    with ExitStack() as open_servers:
        servers = {
            name: open_servers.enter_context(
                serving(instead.get(name, answer), None if name in {"feeds", *instead} else contract(name))
            )
            for name, answer in services.items()
        }
        variables = {
            hacker_news.VARIABLE: "hacker_news",
            wikipedia.VARIABLE: "wikipedia",
            youtube.VARIABLE: "youtube",
            apify.VARIABLE: "apify",
            **dict.fromkeys(reddit.VARIABLES, "reddit"),
            **dict.fromkeys(feeds.VARIABLES, "feeds"),
        }
        addresses = {variable: servers[name].url for variable, name in variables.items()}
        yield TrendWorld(servers, account, {"VIDPIPE_CONTACT": "me@example.com", **keys, **addresses})
