"""Services that speak OpenAI's API: OpenAI itself, and others at addresses of their own, near or far."""

from dataclasses import dataclass

import httpx

from vidpipe_assets.model.errors import BlockedError
from vidpipe_assets.providers import models
from vidpipe_assets.providers.addresses import base_url
from vidpipe_assets.providers.http.private_addresses import is_public
from vidpipe_assets.providers.prices import Price, Unit, known_price, price
from vidpipe_assets.providers.request import Account
from vidpipe_assets.providers.secrets import Need

FREE_PRICE = Price(per={Unit.CALL: 0}, read="a server of your own")  # pyright: ignore[reportArgumentType]


@dataclass(frozen=True)
class Endpoint:
    """One such service.

    `name`: by which an operator names its address; `standard`: its own address; `key`: what it needs there, None where
    it asks for none.
    """

    name: str
    standard: str
    key: Need | None
    account: Account
    priced_as: str = ""
    """The name under which its prices stand; empty: its own."""

    @property
    def address(self) -> str:
        """Where it listens. Raises `BadInput` where the operator's address is none."""
        return base_url(self.name, self.standard)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the operator has named another address than the service's own."""
        return self.address != self.standard

    @property
    def needs(self) -> tuple[Need, ...]:
        """The keys that it cannot work without; one elsewhere gets the key if there is one, and may need none."""
        return () if self.key is None or self.is_elsewhere else (self.key,)

    @property
    def secret(self) -> str:
        """The key, or ''. Raises `BlockedError` when one is needed and not there."""
        if self.needs:
            return self.needs[0].secret(self.name)
        return self.key.optional_secret() if self.key else ""

    @property
    def is_openai(self) -> bool:
        """Whether OpenAI itself listens there: it heeds what it is told in parameters, and needs no words besides."""
        return self.name == "openai" and not self.is_elsewhere

    @property
    def is_named(self) -> bool:
        """Whether `endpoints.yaml` of the home names it."""
        return False

    @property
    def headers(self) -> dict[str, str]:
        """The key, as it travels. Raises `BlockedError` when one is needed and not there."""
        secret = self.secret
        return {"authorization": f"Bearer {secret}"} if secret else {}

    @property
    def limits(self) -> Account:
        """The account: one elsewhere is another one, of which no limit is known."""
        return Account(self.host) if self.is_elsewhere else self.account

    @property
    def deadline_s(self) -> int | None:
        """How long one answer may take, where somebody has said so."""
        return None

    @property
    def host(self) -> str:
        """The host of the address."""
        return httpx.URL(self.address).host

    @property
    def maker(self) -> str:
        """The provider under which its models stand in the data of models."""
        return self.priced_as or self.name

    def ending(self, model: str) -> models.Ending | None:
        """When `model` ends there; of another server's models nobody knows."""
        return None if self.is_elsewhere else models.ending(self.maker, model)

    def current(self, standard: str) -> str:
        """The model that is asked where none is named."""
        return standard if self.is_elsewhere else models.current(self.maker, standard)

    def require_current(self, model: str) -> None:
        """Raise `BlockedError` for a model that has ended."""
        if not self.is_elsewhere:
            models.require_current(self.maker, model)

    def price(self, model: str) -> Price:
        """What `model` costs there. Elsewhere the host's price counts, and a machine of one's own is free.

        Raises `BlockedError` for a price that nobody knows.
        """
        if not self.is_elsewhere:
            return price(self.maker, model)
        return known_price(self.host, model) or (FREE_PRICE if is_own_host(self.host) else price(self.host, model))


def price_or_none(endpoint: Endpoint, model: str) -> Price | None:
    """What `model` costs there; None where nobody knows."""
    try:
        return endpoint.price(model)
    except BlockedError:
        return None


def is_own_host(host: str) -> bool:
    """Whether `host` is this machine or an address of a private network; of a name nobody knows whose it is."""
    try:
        return host == "localhost" or not is_public(host)
    except ValueError:  # a name
        return False
