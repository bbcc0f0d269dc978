"""The 住民記録システム over HTTP.

Who compares: the registry searches loosely and returns candidates; this adapter, which runs on the registry's side of
the zones and knows what the card could not write, judges them. Only status, number and flag leave it.
"""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote

import httpx2
from pydantic import ValidationError

from adapters.http import Endpoint, call, refused
from adapters.registry.judgement import judge, people_meant
from adapters.registry.seal_wire import Registration
from adapters.registry.wire import Household, candidates
from domain.errors import PortRejected, PortUnavailable
from domain.identity.attributes import BasicFourAttributes
from domain.identity.residents import RegistryFinding, ResidentRecord
from domain.identity.seals import SealRegistration


@dataclass(frozen=True)
class RegistryConfig(Endpoint):
    """Where the registry is: `base_url` is what stands before `/v1`."""

    system: ClassVar[str] = "registry"


# How many an officer compares with; more are a question for the register's own desk.
_MOST_PEOPLE = 3
_NO_SEAL = {"seal_not_registered", "not_resident"}


class HttpResidentRegistry:
    """Implements `domain.ports.ResidentRegistry`."""

    def __init__(self, config: RegistryConfig, client: httpx2.AsyncClient) -> None:
        self._config = config
        self._client = client

    async def look_up(self, attributes: BasicFourAttributes) -> RegistryFinding:
        """Find the resident a card belongs to. Raises PortUnavailable, PortRejected."""
        birth_date = attributes.birth_date.isoformat() if attributes.birth_date else None
        order = {"name": attributes.name, "birth_date": birth_date}
        answer = await self._ask("POST", "/v1/residents/search", json=order)
        try:
            found = candidates(answer)
            people = tuple(each.told() for each in people_meant(attributes, found)[:_MOST_PEOPLE])
            return judge(attributes, found).model_copy(update={"people": people})
        except (ValueError, RecursionError):
            raise PortUnavailable(self._config.system) from None

    async def record(self, resident_id: str) -> ResidentRecord:
        """Return the household to print from.

        Raises PortUnavailable, and PortRejected with `resident_unknown` or `not_resident`.
        """
        answer = await self._ask("GET", f"/v1/residents/{quote(resident_id, safe='')}/household")
        try:
            return Household.model_validate_json(answer).translated()
        except ValidationError:
            raise PortUnavailable(self._config.system) from None

    async def seal(self, resident_id: str) -> SealRegistration | None:
        """Return somebody's seal registration; None when there is none, or they do not live here.

        Raises PortUnavailable, also for a picture that is none, and PortRejected with `resident_unknown`.
        """
        try:
            answer = await self._ask("GET", f"/v1/residents/{quote(resident_id, safe='')}/seal")
        except PortRejected as refusal:
            if refusal.provider_code in _NO_SEAL:
                return None
            raise
        try:
            return Registration.model_validate_json(answer).translated()
        except ValidationError:
            raise PortUnavailable(self._config.system) from None

    async def _ask(self, method: str, path: str, json: dict[str, str | None] | None = None) -> bytes:
        response = await call(self._client, self._config, method, path, json=json)
        if not response.is_success:
            raise refused(self._config, response)
        return response.content
