"""A webhook: each notice is sent as JSON to the address that the operator has set, signed if there is a secret.

    VIDPIPE_WEBHOOK_URL      where to; http or https. Its path may be a secret, and is shown nowhere
    VIDPIPE_WEBHOOK_SECRET   for the signature
    VIDPIPE_WEB_URL          where people open the review page: each notice then has a link to its video (`page`)

The body is the notice with its `id`, and its text again as `content`: `text` is what Slack and Mattermost show,
`content` what Discord shows. `X-Vidpipe-Signature` is `sha256=` and the HMAC of the header `X-Vidpipe-Timestamp`, a dot
and the body. A receiver that has seen an `id` may forget the message: after a crash, one may come twice.

Private addresses are allowed, since nobody but the operator can set one. Redirects are not followed.
"""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field

import httpx

from vidpipe_assets.model.errors import BadInput, TransientError, VidpipeError
from vidpipe_assets.model.order import Event, Notice
from vidpipe_assets.providers.http.deadline import Deadline
from vidpipe_assets.providers.http.transport import HttpRequest, open_response
from vidpipe_assets.providers.notify import PAGE, URL, address_set, page_set
from vidpipe_assets.providers.secrets import Need

SECRET = Need("VIDPIPE_WEBHOOK_SECRET", "")
"""One that ends with a line break, say, would sign every notice so that no receiver can check it."""
_DEADLINE_S = 5
"""Of one message: whoever sends it has other things to do."""


def webhook() -> "Webhook":
    """The one that is set. Raises `BadInput` for what is no address of the web, `BlockedError` for an odd secret."""
    try:
        address = httpx.URL(address_set())
    except httpx.InvalidURL:
        address = None
    if address is None or address.scheme not in {"http", "https"} or not address.host:
        raise BadInput(
            f"{URL} is not an address of the web", remedy=f"set it as in https://example.com/hook, or unset {URL}"
        )
    return Webhook(address, SECRET.optional_secret(), _page())


def _page() -> str:
    """Raises `BadInput` for what no browser opens, and for an address with a user, a query or a fragment."""
    try:
        page = httpx.URL(page_set())
    except httpx.InvalidURL:
        page = httpx.URL("invalid:")
    if not page_set():
        return ""
    if page.scheme not in {"http", "https"} or not page.host or page.userinfo or page.query or page.fragment:
        raise BadInput(f"{PAGE} is not an address of the review page", remedy=f"set {PAGE}=https://vidpipe.example.com")
    return str(page).rstrip("/")


_OF_NO_VIDEO = (Event.NOBODY_AT_WORK, Event.SCHEDULE_LATE)
"""What concerns no video more than another."""


@dataclass(frozen=True)
class Webhook:
    """A webhook: where notices are posted."""

    address: httpx.URL = field(repr=False)
    secret: str = field(default="", repr=False)
    page: str = ""
    """Where people open the review page; empty: notices have no link."""

    @property
    def host(self) -> str:
        """As much of the address as may be shown."""
        return self.address.host

    def send(self, notice: Notice) -> None:
        """Raises a `VidpipeError` unless the receiver has answered that it has it."""
        link = self._link(notice)
        text = f"{notice.text}\n{link}" if link else notice.text
        told = {**notice.model_dump(mode="json"), "text": text, "content": text, **({"page": link} if link else {})}
        body = json.dumps(told, ensure_ascii=False).encode()
        request = HttpRequest(
            "POST", self.address, {"content-type": "application/json", **self._signed(body)}, body, safe=True
        )
        try:
            with open_response(request, Deadline(_DEADLINE_S), "the webhook") as response:
                status = response.status
        except VidpipeError as error:
            raise TransientError(str(error).replace(request.place, self.host)) from None
        if not 200 <= status < 300:
            raise TransientError(f"the webhook at {self.host} answered {status}")

    def _link(self, notice: Notice) -> str:
        if not self.page or notice.event in _OF_NO_VIDEO:
            return self.page
        return f"{self.page}/videos/{notice.video}"

    def _signed(self, body: bytes) -> dict[str, str]:
        if not self.secret:
            return {}
        sent_at = str(int(time.time()))
        signature = hmac.new(self.secret.encode(), f"{sent_at}.".encode() + body, hashlib.sha256).hexdigest()
        return {"x-vidpipe-timestamp": sent_at, "x-vidpipe-signature": f"sha256={signature}"}
