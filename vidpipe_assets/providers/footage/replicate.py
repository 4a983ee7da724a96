"""Clips made by models at Replicate (https://replicate.com/docs/reference/http): predictions that are polled.

What they made is deleted an hour later. Predictions can be listed, so that what was submitted and never heard of is
found again.
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from vidpipe_assets.model.errors import (
    PermanentError,
    Refused,
    ResultGone,
    TransientError,
    UnknownOutcome,
    VidpipeError,
)
from vidpipe_assets.model.money import FREE
from vidpipe_assets.providers.addresses import base_url, is_same_server
from vidpipe_assets.providers.footage.film_models import (
    FilmMaker,
    FilmOrder,
    fetched,
    looked_up,
    status_of,
    text_of,
    undocumented,
)
from vidpipe_assets.providers.http.answers import changed
from vidpipe_assets.providers.http.bodies import Page, ResponseModel, all_pages
from vidpipe_assets.providers.http.client import Web
from vidpipe_assets.providers.http.errors import Refusal
from vidpipe_assets.providers.request import (
    Account,
    Done,
    JobFailed,
    JobStatus,
    Pending,
    ProviderResponse,
    Rate,
    RemoteJob,
)
from vidpipe_assets.providers.secrets import Need
from vidpipe_assets.providers.trends.sanitize import plain_text

KEY = Need("REPLICATE_API_TOKEN", "https://replicate.com/account/api-tokens")
_ADDRESS = "https://api.replicate.com"
_GIVE_UP_AFTER = "30m"
"""Replicate then cancels what nobody waits for any more."""
_RESETS_IN = re.compile(r"resets in ~?(\d+)\s*s")
_SENSITIVE = re.compile(r"\bE005\b|sensitive|nsfw|safety|moderation", re.IGNORECASE)


def provider() -> "Replicate":
    """Return the provider `replicate`, for the registry."""
    return Replicate()


class Replicate(FilmMaker):
    """Makes a clip of what a scene would like to show."""

    name, needs, account = "replicate", (KEY,), Account("replicate", rates=(Rate(600, 60),), concurrency=4)
    standard_model, models_page = "bytedance/seedance-1-lite", "https://replicate.com"

    def job(self, wanted: FilmOrder, folder: Path) -> RemoteJob:
        """A film as one of Replicate's predictions."""
        return _Prediction(_web(KEY.secret(self.name)), _base(), wanted, folder)

    def probe(self) -> str:
        """Ask whose account the key belongs to, which costs nothing."""
        account = _web(KEY.secret(self.name)).read(_Account, "GET", f"{_base()}/v1/account")
        return f"the account {plain_text(account.username, 80)}"


def _base() -> str:
    return base_url("replicate", _ADDRESS)


def _web(key: str) -> Web:
    return Web("replicate", headers={"authorization": f"Bearer {key}"}, secrets=(key,), explain=_explained)


def _explained(refusal: Refusal) -> VidpipeError | None:
    """A 429 says in words how long to wait."""
    resets = _RESETS_IN.search(refusal.text)
    if refusal.status == 429 and resets and "retry-after" not in refusal.headers:
        return TransientError(
            f"replicate: {refusal.text}", remedy="it is asked more slowly", retry_after_s=float(resets[1])
        )
    return None


class _Account(ResponseModel):
    username: str


class _Predictions(ResponseModel):
    """A page of the list of predictions. `next`: the address of the next one."""

    results: list[Any]
    next: str = ""


@dataclass(frozen=True)
class _Prediction:
    """One prediction. Its id with us is the address that Replicate told for it."""

    web: Web
    base: str
    order: FilmOrder
    folder: Path

    def submit(self) -> str:
        name, _, version = self.order.model.name.partition(":")
        body = {"input": self.order.sent(self.folder), **({"version": version} if version else {})}
        url = f"{self.base}/v1/predictions" if version else f"{self.base}/v1/models/{name}/predictions"
        answer = self.web.json("POST", url, body=body, headers={"cancel-after": _GIVE_UP_AFTER})
        address = self._address(answer, "get")
        if address is None:
            if told := self.web.told_error(answer, safe=False) if not text_of(answer, "id") else None:
                raise told
            raise UnknownOutcome("replicate took the job and did not tell where it is", remedy="it is looked for")
        return address

    def poll(self, remote_id: str) -> JobStatus:
        return self._status(looked_up(self.web, remote_id))

    def fetch(self, done: Done) -> ProviderResponse:
        return fetched("replicate", done.result["id"], done.result["url"], self.folder, self.order.file_name)

    def cancel(self, remote_id: str) -> None:
        address = self._address(looked_up(self.web, remote_id), "cancel")
        if address is None:
            raise PermanentError("replicate does not tell how to cancel the job", remedy="look at your account there")
        self.web.json("POST", address, safe=True)

    def find(self, since: dt.datetime, taken: Collection[str]) -> str | None:
        """The prediction of the same model with the same input, among those since then."""

        def page(token: str) -> Page[Mapping[str, Any]]:
            query = None if token else {"created_after": since.astimezone(dt.UTC).isoformat()}
            found = self.web.read(_Predictions, "GET", token or f"{self.base}/v1/predictions", query=query)
            listed = [cast("Mapping[str, Any]", one) for one in found.results if isinstance(one, dict)]
            return listed, found.next if is_same_server(found.next, self.base) else ""

        for one in all_pages(page, lambda one: text_of(one, "id")):
            address = self._address(one, "get")
            if address and address not in taken and self._is_mine(one):
                return address
        return None

    def _is_mine(self, prediction: Mapping[str, Any]) -> bool:
        name, _, version = self.order.model.name.partition(":")
        same = prediction.get("version") == version if version else prediction.get("model") == name
        return same and self.order.is_input(prediction.get("input"))

    def _status(self, prediction: Mapping[str, Any]) -> JobStatus:
        why = text_of(prediction, "error") or "it does not say why"
        match status := status_of(self.web, prediction):
            case "starting" | "processing":
                return Pending()
            case "succeeded":
                return _succeeded(prediction)
            case "failed" if _SENSITIVE.search(why):
                return JobFailed(Refused(f"replicate: {why}", remedy="describe the scene otherwise"))
            case "failed" | "canceled":
                return JobFailed(
                    PermanentError(f"replicate: the job ended as {status}: {why}", remedy="retry it afresh")
                )
            case "aborted":
                return JobFailed(TransientError("replicate: the job was never begun", remedy="it is tried again"), FREE)
            case _:
                return undocumented("replicate", status)

    def _address(self, prediction: Any, what: str) -> str | None:
        """An address from an answer; only one of the very server that the key is for."""
        urls: Any = cast("Mapping[str, Any]", prediction).get("urls") if isinstance(prediction, dict) else None
        address = text_of(urls, what)
        return address if is_same_server(address, self.base) else None


def _succeeded(prediction: Mapping[str, Any]) -> JobStatus:
    if prediction.get("data_removed") is True:
        raise ResultGone("replicate has removed what it made", remedy="it is made again")
    if "output" not in prediction:
        raise changed("replicate")
    output: Any = prediction["output"]
    first: Any = next(iter(cast("list[Any]", output)), None) if isinstance(output, list) else output
    if not isinstance(first, str) or not first:
        return JobFailed(PermanentError("replicate: the job is done, and made nothing", remedy="retry it afresh"))
    return Done({"id": text_of(prediction, "id"), "url": first})
