"""閲覧: an officer opens personal data of a case. Every opening is recorded before anything is shown (ADR 15).

The finding of a standing hold is opened through the procedure, which asks at a release who has opened it; the access
ledger has that opening too, and those of cases whose procedure has ended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from counter.certificates.findings import places_of, standing
from domain.actors import Actor
from domain.cases.access import AccessGround, Opening
from domain.cases.ports import AccessLedger, Vault
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.commands import Decision, OpenFinding
from domain.certificates.disclosure import Part, asks_the_case, require_opening, sees_addresses
from domain.certificates.holds import WaysOut, ways_out
from domain.certificates.sheet import Finding, Sheet, sheet
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.vault import RequestItem, note_of
from domain.documents import Document
from domain.errors import DomainError, ErrorCode
from domain.identity.attributes import BasicFourAttributes, IdentityFinding
from domain.identity.residents import RegistryFinding
from domain.ports import Clock
from domain.postal.letters import Recipient
from workflows.certificates.client import CertificateRequestClient

_DOCUMENTS = {Part.CERTIFICATE: RequestItem.CERTIFICATE, Part.COVER_LETTER: RequestItem.COVER_LETTER}


class OpenedLetter(NamedTuple):
    """What goes into an envelope, and where it goes."""

    cover_letter: Document
    certificate: Document
    recipient: Recipient


@dataclass(frozen=True)
class CaseFiles:
    """Opens cases for officers. `token(n)` gives n unguessable bytes as text, for the ids of decisions."""

    vault: Vault
    access: AccessLedger
    requests: CertificateRequestClient
    clock: Clock
    token: Callable[[int], str]

    async def sheet(self, case_id: str, state: RequestState, actor: Actor, ground: AccessGround) -> Sheet:
        """Return form, card and register side by side. Raises DomainError, PortUnavailable."""
        await self._record(case_id, state, actor, Part.APPLICATION, ground)
        items = (
            VaultItem(kind=kind, revision=state.revision) for kind in (VaultKind.APPLICATION, RequestItem.IDENTITY)
        )
        application, identity = items
        found = await self.vault.find(case_id, application, identity, *places_of(state))
        findings = standing(found, state)
        # Whom the register has not told of may be protected.
        protected = not findings or any(each.suppressed for each in findings)
        return sheet(
            Application.model_validate_json(found.need(application)),
            _card(found.get(identity)),
            findings[-1].people if findings else None,
            addresses=sees_addresses(state, actor, protected=protected),
        )

    async def finding(self, case_id: str, state: RequestState, actor: Actor, ground: AccessGround) -> Finding:
        """Return why the case is, or last was, held. Raises DomainError, PortUnavailable."""
        await self._record(case_id, state, actor, Part.FINDING, ground)
        return Finding.of(await self._finding(case_id, state))

    async def document(
        self, case_id: str, state: RequestState, actor: Actor, part: Part, ground: AccessGround
    ) -> Document:
        """Return a document to print. Raises DomainError, PortUnavailable."""
        await self._record(case_id, state, actor, part, ground)
        item = VaultItem(kind=_DOCUMENTS[part], revision=state.revision)
        return Document.model_validate_json(await self.vault.get(case_id, item))

    async def letter(self, case_id: str, state: RequestState, actor: Actor, ground: AccessGround) -> OpenedLetter:
        """Return a letter to print and seal, with where it goes. Raises DomainError, PortUnavailable."""
        await self._record(case_id, state, actor, Part.LETTER, ground)
        kinds = (RequestItem.COVER_LETTER, RequestItem.CERTIFICATE, RequestItem.RECIPIENT)
        cover_letter, certificate, recipient = (VaultItem(kind=kind, revision=state.revision) for kind in kinds)
        found = await self.vault.find(case_id, cover_letter, certificate, recipient)
        return OpenedLetter(
            Document.model_validate_json(found.need(cover_letter)),
            Document.model_validate_json(found.need(certificate)),
            Recipient.model_validate_json(found.need(recipient)),
        )

    async def keep_note(self, case_id: str, decision_key: str, text: str) -> str:
        """Keep what somebody wrote with a decision of theirs, and return its commitment for the decision.

        Raises DomainError VAULT_KEY_DESTROYED, or LEDGER_CONFLICT for another text with the same decision; PortUnavailable.
        """
        return await self.vault.put(case_id, note_of(decision_key), text.encode())

    async def notes(self, case_id: str, decision_keys: Sequence[str]) -> Mapping[str, str]:
        """Return what was written with these decisions, by their keys: for who has the application open, and it is recorded.

        Raises DomainError VAULT_KEY_DESTROYED, PortUnavailable.
        """
        found = await self.vault.find(case_id, *map(note_of, decision_keys))
        texts = {key: found.get(note_of(key)) for key in decision_keys}
        return {key: text.decode() for key, text in texts.items() if text is not None}

    async def ways(self, case_id: str, state: RequestState, actor: Actor) -> WaysOut | None:
        """Return the ways out of a standing hold, for who has opened its finding; None for anybody else."""
        if state.status is not Status.HELD or actor.id not in state.identity.opened_by:
            return None
        return ways_out(await self._finding(case_id, state))

    async def _record(self, case_id: str, state: RequestState, actor: Actor, part: Part, ground: AccessGround) -> None:
        require_opening(state, part, actor)
        if asks_the_case(state, part):
            opening = Decision(decision_id=self.token(16), actor=actor, command=OpenFinding(ground=ground))
            await self.requests.decide(case_id, opening)
        at = self.clock()
        await self.access.record(Opening(case_id=case_id, officer=actor.id, part=part, ground=ground, at=at))

    async def _finding(self, case_id: str, state: RequestState) -> RegistryFinding:
        findings = standing(await self.vault.find(case_id, *places_of(state)), state)
        if not findings:
            raise DomainError(ErrorCode.VAULT_ITEM_MISSING, item=RequestItem.ELIGIBILITY.value)
        return findings[-1]


def _card(content: bytes | None) -> BasicFourAttributes | None:
    return None if content is None else IdentityFinding.model_validate_json(content).attributes
