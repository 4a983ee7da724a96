"""Models that make a clip or a still from words, or from a picture and words: what each is told, and what it costs.

Of a still the length does not matter; it is made to move here. A picture goes along as a data URL: nobody has to be
given a place to fetch it from. The ledger knows it by its name.
"""

import base64
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from vidpipe_assets.model.errors import PermanentError, Refused, ResultGone, VidpipeError
from vidpipe_assets.model.media import Rights
from vidpipe_assets.model.money import FREE, Money
from vidpipe_assets.providers.addresses import is_named_by_operator
from vidpipe_assets.providers.footage import Footage, FootageRequest, StartImage
from vidpipe_assets.providers.http.answers import changed
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.download import DownloadRequest, download
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.prices import Price, Unit, known_price, price
from vidpipe_assets.providers.request import (
    Account,
    Ask,
    CallPolicy,
    ProviderRequest,
    ProviderResponse,
    RemoteJob,
    StoredResponse,
    Undocumented,
)
from vidpipe_assets.providers.secrets import Need

_UPRIGHT = "9:16"
_MOST_BYTES = 300_000_000
_LONGEST_PROMPT = 1500
"""Characters. The strictest limit that we know is 2048 bytes."""
_FILM = "film"
# Other videos' films take minutes each.
_POLICY = CallPolicy(poll_every_s=5, job_deadline_s=1200, limit_wait_s=600)


@dataclass(frozen=True)
class FilmModel:
    """A model. `lengths_s`: the clips that it makes, in whole seconds; `more`: what else it is told.

    `picture`: the name of the input that takes the picture which it begins with; empty: it works from words alone.
    `still`: it makes pictures; then what it begins with is the theme's reference.
    """

    name: str
    lengths_s: tuple[int, ...] = (5, 10)
    lengths_are_text: bool = False
    more: Mapping[str, str | int | bool] = field(default_factory=dict[str, "str | int | bool"])
    picture: str = ""
    still: bool = False

    def length_for(self, seconds: float) -> int:
        """The shortest clip that is long enough, 0 for a still. Raises `Refused` if it makes none."""
        if self.still:
            return 0
        length = min((one for one in self.lengths_s if one >= seconds), default=None)
        if length is None:
            raise Refused(
                f"{self.name} makes clips of at most {max(self.lengths_s)} s, {seconds:.1f} s are needed",
                remedy="shorten the scene, or name a model that makes longer ones in models.footage",
            )
        return length

    def told(self, prompt: str, length_s: int, picture: str = "") -> dict[str, Any]:
        """The input, as the model's own schema has it. A clip that begins with a picture has its shape."""
        if self.still:
            return {"prompt": prompt, **({self.picture: picture} if self.picture else {}), **self.more}
        duration = str(length_s) if self.lengths_are_text else length_s
        shape = {self.picture: picture} if self.picture else {"aspect_ratio": _UPRIGHT}
        return {"prompt": prompt, **shape, "duration": duration, **self.more}


_HD: Mapping[str, str | int | bool] = {"resolution": "720p"}
_KLING_FROM_PICTURE = "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"
_FULL_HD: Mapping[str, str | int | bool] = {"resolution": "1080p"}
_FAL_STILL: Mapping[str, str | int | bool] = {"image_size": "portrait_16_9", "num_images": 1, "output_format": "jpeg"}
_KONTEXT: Mapping[str, str | int | bool] = {"aspect_ratio": _UPRIGHT, "num_images": 1, "output_format": "jpeg"}
_REPLICATE_STILL: Mapping[str, str | int | bool] = {"aspect_ratio": _UPRIGHT, "output_format": "jpg"}
_KNOWN: Mapping[str, Mapping[str, FilmModel]] = {
    "fal": {
        one.name: one
        for one in (
            # Read on 2026-11-25: https://fal.ai/models/pixverse/v6/text-to-video/llms.txt
            FilmModel(
                "pixverse/v6/text-to-video", tuple(range(1, 16)), more={**_FULL_HD, "generate_audio_switch": False}
            ),
            # From memory, 2026-11-25.
            FilmModel("fal-ai/kling-video/v2.5-turbo/pro/text-to-video", (5, 10), lengths_are_text=True),
            # Read on 2026-11-25: https://fal.ai/models/fal-ai/kling-video/v2.5-turbo/pro/image-to-video/llms.txt
            FilmModel(_KLING_FROM_PICTURE, (5, 10), lengths_are_text=True, picture="image_url"),
            # Read on 2026-11-23: its OpenAPI document. That a data URL will do is from memory.
            FilmModel("alibaba/happy-horse/image-to-video", tuple(range(3, 16)), more=_HD, picture="image_url"),
            # Read on 2026-11-30: https://fal.ai/models/fal-ai/flux-1/dev/llms.txt, the same model by another name.
            FilmModel("fal-ai/flux/schnell", still=True, more={**_FAL_STILL, "num_inference_steps": 4}),
            FilmModel("fal-ai/flux/dev", still=True, more=_FAL_STILL),
            # Read on 2026-11-30: https://fal.ai/models/fal-ai/flux-pro/kontext/max/llms.txt, of its larger sister.
            FilmModel("fal-ai/flux-pro/kontext", still=True, more=_KONTEXT, picture="image_url"),
        )
    },
    "replicate": {
        one.name: one
        for one in (
            # From memory, 2026-11-25.
            FilmModel("bytedance/seedance-1-lite", (5, 10), more=_HD),
            # Read on 2026-11-25: its page at replicate.com.
            FilmModel("vidu/q3-turbo", tuple(range(1, 17)), more={**_FULL_HD, "audio": False}),
            # From memory, 2026-11-25.
            FilmModel("kwaivgi/kling-v2.1", (5, 10), more={"mode": "standard"}, picture="start_image"),
            # Read on 2026-11-30 at replicate.com: kontext-pro's schema, predictions of 1.1-pro. Schnell: second-hand.
            FilmModel("black-forest-labs/flux-schnell", still=True, more=_REPLICATE_STILL),
            FilmModel("black-forest-labs/flux-1.1-pro", still=True, more=_REPLICATE_STILL),
            FilmModel("black-forest-labs/flux-kontext-pro", still=True, more=_REPLICATE_STILL, picture="input_image"),
        )
    },
}


def film_model(provider: str, name: str) -> FilmModel:
    """The model called `name`; one that is not known is asked for 5 or 10 s, in the words that most understand."""
    return _KNOWN[provider].get(name) or FilmModel(name)


@dataclass(frozen=True)
class FilmOrder:
    """A clip that a model shall make for a scene. `page`: where the model and its terms can be read."""

    provider: str
    model: FilmModel
    prompt: str
    length_s: int
    page: str
    picture: StartImage | None = None

    @property
    def file_name(self) -> str:
        """What is made, as a file."""
        return "still.jpg" if self.model.still else "film.mp4"

    @property
    def input(self) -> dict[str, Any]:
        """What the model is told; a picture only by its name."""
        return self.model.told(self.prompt, self.length_s, self.picture.name if self.picture else "")

    def sent(self, folder: Path) -> dict[str, Any]:
        """What is sent: the same with the picture itself, which is drawn now."""
        if self.picture is None:
            return self.input
        path = folder / "picture.jpg"
        self.picture.draw(path)
        data = base64.b64encode(path.read_bytes()).decode()
        return self.model.told(self.prompt, self.length_s, f"data:image/jpeg;base64,{data}")

    def is_input(self, told: Any) -> bool:
        """Whether a job was told this. What a service shows of a picture may be another address of it."""
        left_out = {self.model.picture} if self.picture else set[str]()

        def words(of: Any) -> Any:
            known = cast("Mapping[str, Any]", of)
            return {name: known[name] for name in known if name not in left_out} if isinstance(of, dict) else None

        return words(told) == words(self.input)

    @property
    def cost(self) -> Money:
        """What it costs. Raises `BlockedError` where no price is known."""
        return price(self.provider, self.model.name).of(
            {**({Unit.IMAGE: 1} if self.model.still else {Unit.SECOND: self.length_s}), Unit.CLIP: 1}
        )

    def question(self, job: RemoteJob, account: Account) -> ProviderRequest[Footage]:
        """The request that is put to the ledger."""
        request = {"model": self.model.name, "input": self.input}
        return ProviderRequest("film", request, job, self._read, self.cost, account, policy=_POLICY)

    def _read(self, reply: StoredResponse) -> Footage:
        maker = f"{self.model.name}, a generative model"
        rights = Rights(creator=maker, licence=f"generated: the terms of {self.provider} and the model", url=self.page)
        return Footage(
            reply.content["id"],
            reply.path(_FILM),
            self.prompt[:80],
            rights,
            lettered=self.picture is not None and not self.model.still,
        )


class FilmMaker(ABC):
    """A provider of footage that lets models make it. Every clip is new and nobody else's: `taken` does not matter."""

    name: str
    needs: tuple[Need, ...]
    is_local = False
    at_a_time = 4
    account: Account
    standard_model: str
    models_page: str
    """The address of its models' pages; a model's name comes after it."""

    @abstractmethod
    def job(self, wanted: FilmOrder, folder: Path) -> RemoteJob:
        """How `wanted` is made. Raises `BlockedError` without a key."""

    def price(self, wish: FootageRequest) -> Money:
        """What the model charges for a clip of that length."""
        wanted = self._order(wish)
        return wanted.cost if wanted else FREE

    def charged(self, model: str) -> Price | None:
        """See `Charging.charged`."""
        return known_price(self.name, model or self.standard_model)

    def reference_problem(self, model: str) -> tuple[str, str] | None:
        """See `Generating`. Films begin with the drawn scene, or with words alone."""
        asked = film_model(self.name, model or self.standard_model)
        if asked.still and asked.picture:
            return None
        others = ", ".join(one.name for one in _KNOWN[self.name].values() if one.still and one.picture)
        return (
            f"{asked.name} of {self.name} takes none",
            f"name a model that does in models.footage.{self.name}: {others}",
        )

    def obtain(self, wish: FootageRequest, taken: Collection[str], folder: Path, ask: Ask) -> Footage | None:
        """A new clip, as the port says."""
        del taken
        wanted = self._order(wish)
        if wanted and wanted.model.picture and wanted.picture is None:
            why = "begins with a picture, and there is none"
            remedy = (
                "name its file in picture.reference, or another model" if wanted.model.still else "name another model"
            )
            raise Refused(f"{wanted.model.name} {why}", remedy=remedy)
        return ask(wanted.question(self.job(wanted, folder), self.account)) if wanted else None

    def _order(self, wish: FootageRequest) -> FilmOrder | None:
        """What is to be made for `wish`; None if it says nothing."""
        prompt = (wish.prompt.strip() or ", ".join(wish.terms))[:_LONGEST_PROMPT]
        if not prompt:
            return None
        model = film_model(self.name, wish.model or self.standard_model)
        page = f"{self.models_page}/{model.name.partition(':')[0]}"
        begins_with = wish.reference if model.still else wish.picture
        picture = begins_with if model.picture else None
        return FilmOrder(self.name, model, prompt, model.length_for(wish.seconds), page, picture)


def fetched(provider: str, job: str, url: str, folder: Path, name: str = "film.mp4") -> ProviderResponse:
    """The film, or the still, that a job made. Raises `ResultGone` when its address has expired."""
    wanted = DownloadRequest(url, most_bytes=_MOST_BYTES, public_only=not is_named_by_operator(provider, url))
    return ProviderResponse({"id": job}, {_FILM: download(Web(provider), wanted, folder / name)})


def seeking(web: Web) -> Web:
    """The same account, as one looks for what was made: what is not there is a lost result, and no mistake."""

    def explain(refusal: Refusal) -> VidpipeError | None:
        if refusal.status in {404, 410}:
            return ResultGone(f"{refusal.provider} no longer has it: {refusal.text}", remedy="it is made again")
        return web.explain(refusal)

    return replace(web, explain=explain)


def looked_up(web: Web, url: str) -> Mapping[str, Any]:
    """What a service says of a job.

    Raises `ResultGone` where the job is no longer there, the error that the service tells instead, and
    `MalformedAnswer`.
    """
    answer = seeking(web).json("GET", url)
    if isinstance(answer, dict) and answer:
        return cast("Mapping[str, Any]", answer)
    raise web.told_error(answer, safe=True) or changed(web.provider)


def status_of(web: Web, answer: Mapping[str, Any]) -> str:
    """How a job stands, in the service's own word. Raises as `looked_up` where there is none."""
    status = text_of(answer, "status")
    if not status:
        raise web.told_error(answer, safe=True) or changed(web.provider)
    return status


def undocumented(provider: str, status: str) -> Undocumented:
    """A job that stands in a way of which the service's documentation does not know."""
    return Undocumented(
        PermanentError(f"{provider}: unknown status {status[:60]!r}", remedy="look whether its API has changed")
    )


def text_of(content: Any, name: str) -> str:
    """A text of an answer; empty if it is missing or something else."""
    value: Any = cast("Mapping[str, Any]", content).get(name) if isinstance(content, dict) else None
    return value if isinstance(value, str) else ""
