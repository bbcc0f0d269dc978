"""What the routes of all procedures work with, in one value, and how a route gets it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from domain.cases.ports import Checkpoints, Drafts, MailCodes, OpenedCases
from domain.municipality.book import PolicyBook
from domain.portals.keys import Mode
from domain.portals.ports import Portals, WebhookEndpoints
from domain.ports import CardApp, Clock
from domain.postal.tracking import JAPAN_POST_PAGE
from domain.procedures import Procedures
from web.office.desk import Office
from web.ports import (
    CaseLists,
    ChargeReader,
    CitizenKeys,
    Inbox,
    Letters,
    Openings,
    Opinions,
    PostReader,
    Probe,
    Receipts,
    StaffDirectory,
)

Network: TypeAlias = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Place:
    """Something that runs, for the page that lists what runs where."""

    name: str
    address: str
    note: str = ""


Answered = Callable[[str, str, int, float], None]
"""Method, the route's template, status (0: nothing could be sent), seconds."""


def _nobody_told(_method: str, _route: str, _status: int, _seconds: float) -> None:
    return


@dataclass(frozen=True)
class Site:
    """How this installation presents itself. `base_url` is what people type, without a slash at its end.

    `needed` probes decide whether we are ready; `wanted` ones are only reported: without the engine the counter stays
    open. Each has `probe_seconds` to answer. `answered` is told of every answer. `leads_to` are origins to which forms of our
    pages may lead on: the card app's, the payment provider's. `proxies` stand before us and are believed whom they serve.
    `tracking_url`: the carrier's page of a letter, with `{number}` and, where it has languages, `{language}`.
    """

    base_url: str
    places: tuple[Place, ...] = ()
    needed: Mapping[str, Probe] = field(default_factory=dict)
    wanted: Mapping[str, Probe] = field(default_factory=dict)
    probe_seconds: float = 2.0
    answered: Answered = _nobody_told
    leads_to: tuple[str, ...] = ()
    proxies: tuple[Network, ...] = ()
    tracking_url: str = JAPAN_POST_PAGE

    @property
    def secure(self) -> bool:
        """Whether people reach us by HTTPS."""
        return self.base_url.startswith("https://")

    def tracking_page(self, number: str, *, english: bool) -> str:
        """Return where the carrier tells how far a letter is."""
        return self.tracking_url.replace("{number}", number).replace("{language}", "en" if english else "ja")


@dataclass(frozen=True)
class Desk:
    """What the routes of all procedures work with; a procedure's own desk adds what it needs beside.

    `back` is the office behind it, None in a process that serves citizens alone.
    `portal_mode`: which keys of portals are good here.
    `municipality` is the only one whose counter this is. Without a `card_app` people sign at a computer. `charge_readers`: the payment providers that notify us here, by name.
    """

    municipality: str
    procedures: Procedures
    inbox: Inbox
    receipts: Receipts
    citizen_keys: CitizenKeys
    cases: CaseLists
    letters: Letters
    drafts: Drafts
    mail_codes: MailCodes
    opened: OpenedCases
    opinions: Opinions
    checkpoints: Checkpoints
    card_app: CardApp | None
    openings: Openings
    book: PolicyBook
    staff: StaffDirectory
    charge_readers: Mapping[str, ChargeReader]
    read_post: PostReader
    clock: Clock
    back: Office | None
    portals: Portals
    webhooks: WebhookEndpoints
    portal_mode: Mode

    def serves(self, case_id: str) -> bool:
        """Say whether this desk's routes are there for a case of this id."""
        return self.procedures.find(case_id) is not None


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


TheDesk = Annotated[Desk, Depends(_desk)]
TheSite = Annotated[Site, Depends(_site)]
