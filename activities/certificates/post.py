"""発送: hand letters to the post and follow them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, JsonValue
from temporalio import activity

from activities.certificates.registry import says_of
from activities.failures import translated
from domain.cases.ports import Vault
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.vault import RequestItem
from domain.errors import PortRejected
from domain.identity.residents import RegistryFinding
from domain.ports import Clock, Effects, PostalCarrier, ResidentRegistry, TrackingNumbers
from domain.postal.letters import Letter, MailClass, PostalEventKind, Recipient, ReturnReason


class HandOver(BaseModel):
    """Which letter of which request; the address is read from the vault: what the envelope says, never what was typed.

    `look`: of a letter that came back, which look into the register its printing followed; None of one that goes out for
    the first time.
    """

    model_config = ConfigDict(frozen=True)

    case_id: str
    revision: int
    letter_id: str
    tracking_number: str
    mail_class: MailClass
    weight_grams: int
    look: int | None = None


class Accepted(BaseModel):
    """引受: when the post took the letter, UTC."""

    model_config = ConfigDict(frozen=True)

    at: datetime


class Track(BaseModel):
    """Which letter, and since when: numbers are reused over the years."""

    model_config = ConfigDict(frozen=True)

    tracking_number: str
    since: datetime


class Tracked(BaseModel):
    """How the letter's way ended, as far as the post has told; both None while it travels."""

    model_config = ConfigDict(frozen=True)

    delivered: str | None = None
    returned: str | None = None
    reason: ReturnReason | None = None


class PostActivities:
    """The carrier, by letter and by number."""

    def __init__(
        self,
        carrier: PostalCarrier,
        vault: Vault,
        registry: ResidentRegistry,
        effects: Effects,
        numbers: TrackingNumbers,
        clock: Clock,
    ) -> None:
        self._carrier = carrier
        self._vault = vault
        self._registry = registry
        self._effects = effects
        self._numbers = numbers
        self._clock = clock

    @activity.defn(name="hand_over")
    async def hand_over(self, order: HandOver) -> Accepted:
        """Hand the letter over once; the carrier knows it by `letter_id`.

        Its number is claimed here again: not every decision came by a door that claims, and none goes to the post with
        another letter's number. Refused, the number is given back.

        A letter that came back goes out again only while the register says what it said when it was printed: the person
        may have moved, or a 支援措置 have begun since, and the envelope has the old address. Else the refusal is
        `register_changed`, whatever has changed.
        """
        with translated():
            intent: JsonValue = {"tracking_number": order.tracking_number, "weight_grams": order.weight_grams}
            done = await self._effects.begin(order.letter_id, "letter", order.case_id, intent)
            if done:
                return Accepted.model_validate(done)
            await self._numbers.claim(order.tracking_number, order.case_id)
            try:
                await self._require_unchanged(order)
                acceptance = await self._carrier.hand_over(await self._letter(order))
            except PortRejected:
                await self._numbers.release(order.tracking_number, order.case_id)
                raise
            outcome = Accepted(at=acceptance.at)
            await self._numbers.handed_over(order.tracking_number, order.case_id, outcome.at)
            await self._effects.finish(order.letter_id, outcome.model_dump(mode="json"))
            return outcome

    async def _require_unchanged(self, order: HandOver) -> None:
        if order.look is None:
            return
        printed, identity, application = (
            VaultItem(kind=RequestItem.ELIGIBILITY_AT_ISSUE, revision=order.look),
            *(VaultItem(kind=kind, revision=order.revision) for kind in (RequestItem.IDENTITY, VaultKind.APPLICATION)),
        )
        found = await self._vault.find(order.case_id, printed, identity, application)
        then = RegistryFinding.model_validate_json(found.need(printed))
        now = await says_of(self._registry, found.need(identity), found.need(application))
        if now.model_copy(update={"people": then.people}) != then:
            raise PortRejected("registry", "register_changed")

    async def _letter(self, order: HandOver) -> Letter:
        content = await self._vault.get(order.case_id, VaultItem(kind=RequestItem.RECIPIENT, revision=order.revision))
        return Letter(
            letter_id=order.letter_id,
            tracking_number=order.tracking_number,
            mail_class=order.mail_class,
            weight_grams=order.weight_grams,
            recipient=Recipient.model_validate_json(content),
            handed_over_at=self._clock(),
        )

    @activity.defn(name="track_letter")
    async def track_letter(self, order: Track) -> Tracked:
        """Ask the post where the letter is; only scans since the hand-over count."""
        with translated():
            for scan in reversed(await self._carrier.track(order.tracking_number)):
                if scan.at < order.since:
                    break
                if scan.kind is PostalEventKind.DELIVERED:
                    return Tracked(delivered=scan.event_id)
                if scan.kind is PostalEventKind.RETURNED:
                    return Tracked(returned=scan.event_id, reason=scan.return_reason or ReturnReason.UNKNOWN_ADDRESS)
            return Tracked()
