"""The carrier over HTTP: hand-over by our letter id, scans by tracking number."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter, ValidationError

from adapters.http import Endpoint, call, refused, stated_code
from adapters.post.wire import Scan
from domain.errors import PortUnavailable
from domain.postal.letters import Letter, PostalEvent

_SCANS: TypeAdapter[tuple[Scan, ...]] = TypeAdapter(tuple[Scan, ...])
_LOGIN_REFUSED = {httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN}


@dataclass(frozen=True)
class PostConfig(Endpoint):
    """Where the carrier is: `base_url` is what stands before `/v1`."""

    system: ClassVar[str] = "post"


class HttpCarrier:
    """Implements `domain.ports.PostalCarrier`."""

    def __init__(self, config: PostConfig, client: httpx2.AsyncClient) -> None:
        self._config = config
        self._client = client

    async def hand_over(self, letter: Letter) -> PostalEvent:
        """Hand a letter over and return its acceptance (引受); the same letter again returns the same acceptance.

        Raises PortUnavailable, and PortRejected with `tracking_number_invalid`, `tracking_number_in_use` or
        `letter_differs`. A login of ours that is refused decides nothing about the letter: an earlier try may have been
        taken, and the next one tells when the login is mended.
        """
        content = letter.model_dump_json().encode()
        headers = {"Content-Type": "application/json"}
        response = await call(self._client, self._config, "POST", "/v1/letters", content=content, headers=headers)
        if response.status_code in _LOGIN_REFUSED:
            raise PortUnavailable(self._config.system)
        if not response.is_success:
            raise refused(self._config, response)
        try:
            return Scan.model_validate_json(response.content).translated()
        except ValidationError:
            raise PortUnavailable(self._config.system) from None

    async def track(self, tracking_number: str) -> tuple[PostalEvent, ...]:
        """Return all scans, oldest first; empty when the post has not seen it. Raises PortUnavailable, PortRejected."""
        response = await call(self._client, self._config, "GET", f"/v1/items/{quote(tracking_number, safe='')}")
        if response.status_code == httpx2.codes.NOT_FOUND and stated_code(response) == "item_unknown":
            return ()
        if not response.is_success:
            raise refused(self._config, response)
        try:
            return tuple(each.translated() for each in _SCANS.validate_json(response.content))
        except ValidationError:
            raise PortUnavailable(self._config.system) from None
