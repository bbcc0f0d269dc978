"""Vouchers made and checked: the office signs who decides what, workers know it by the public key (ADR 13)."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import JsonValue, ValidationError

from adapters.keys import VoucherCheck, VoucherKey
from domain.actors import APPLICANT, OFFICE, Actor
from domain.cases.decision import Decision
from domain.cases.vouchers import Voucher, vouched_text
from domain.errors import DomainError, ErrorCode
from domain.office.sign_in import STRONG_ROLES
from domain.ports import Clock

AnyDecision = TypeVar("AnyDecision", bound=Decision[Any])


class Vouching:
    """What an office process has and a citizens' process has not."""

    def __init__(self, key: VoucherKey, actor_of: Callable[[str], Awaitable[Actor | None]], clock: Clock) -> None:
        self._id = key.id
        self._key = Ed25519PrivateKey.from_private_bytes(key.key)
        self._actor_of = actor_of
        self._clock = clock

    async def __call__(self, workflow_id: str, decision: AnyDecision) -> AnyDecision:
        """Return the decision with a voucher, and with the roles that the officer, and whom the command names, hold now.

        A role that needs a strong sign-in is left out where the caller does not act in it: who signed in weakly brings it along
        nowhere. Who is named and unknown is left out. Raises DomainError(ROLE_MISSING) when nobody here has that id, and what asking
        for the officer raises.
        """
        actor = await self._actor_of(decision.actor.id)
        if actor is None:
            raise DomainError(ErrorCode.ROLE_MISSING, officer=decision.actor.id)
        acting = tuple(role for role in actor.roles if role not in STRONG_ROLES or role in decision.actor.roles)
        actor = actor.model_copy(update={"roles": acting})
        officer = decision.command.named_officer
        named = None if officer is None else await self._actor_of(officer)
        return self.signed(workflow_id, decision.model_copy(update={"named": named}), actor)

    def signed(self, workflow_id: str, decision: AnyDecision, actor: Actor) -> AnyDecision:
        """Return the decision as this officer's, with a voucher."""
        voucher = Voucher(key_id=self._id, at=self._clock(), signature="")
        vouched = decision.model_copy(update={"actor": actor, "voucher": voucher})
        signature = self._key.sign(vouched_text(workflow_id, vouched.model_dump(mode="json")))
        signed = voucher.model_copy(update={"signature": base64.b64encode(signature).decode()})
        return vouched.model_copy(update={"voucher": signed})


class VoucherChecks:
    """Says whose decisions are believed. Without a clock of its own: the same message, the same answer, for ever."""

    def __init__(self, checks: Mapping[str, VoucherCheck]) -> None:
        self._checks = {
            key_id: (Ed25519PublicKey.from_public_bytes(check.key), check.until) for key_id, check in checks.items()
        }

    def believes(
        self, workflow_id: str, decision: Mapping[str, JsonValue], now: datetime, shape: type[Decision[Any]]
    ) -> bool:
        """Say whether a decision, as the message has it, is by who it says; `now` is the workflow's own time.

        `shape` is how the procedure has its decisions: one that it cannot read is nobody's.

        Without a voucher it is the applicant's or nobody's. A voucher makes nobody a citizen or the system.
        """
        if decision.get("voucher") is None:
            return decision.get("actor") == APPLICANT.model_dump(mode="json")
        try:
            parsed = shape.model_validate(decision)
        except (ValidationError, RecursionError):
            return False
        voucher = parsed.voucher
        return (
            voucher is not None
            and set(parsed.actor.roles) <= OFFICE
            and self._signed(workflow_id, decision, voucher, now)
        )

    def _signed(self, workflow_id: str, decision: Mapping[str, JsonValue], voucher: Voucher, now: datetime) -> bool:
        check, until = self._checks.get(voucher.key_id, (None, None))
        if check is None or (until is not None and now > until):
            return False
        try:
            check.verify(base64.b64decode(voucher.signature, validate=True), vouched_text(workflow_id, decision))
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True
