"""Composition root of the web processes: connections → desk → application.

There are two, with different secrets: the citizens' has the webhooks' and no officer's, the office's vouches for officers.
`python web_process.py` starts one; the same as `madoguchi web`.
"""

if __name__ == "__main__":  # before what takes long to import
    from hosting.running import enter, look_after_ctrl_c, need_packages

    look_after_ctrl_c()
    need_packages()

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import httpx2
from temporalio.client import Client

from adapters.card_app.app import opened as card_app_opened
from adapters.documents.glyphs import FontGlyphs
from adapters.health import serve_health
from adapters.installation import InstallationHealth
from adapters.logs import configure_logs
from adapters.metrics.web_metrics import WebMetrics
from adapters.payment_providers import provider_kind
from adapters.post.webhook import post_reader
from adapters.postgres.certificates.office_record import PostgresOfficeRecord
from adapters.postgres.certificates.statistics import PostgresStatistics
from adapters.postgres.certificates.workload import PostgresWorkload
from adapters.postgres.charge_links import ChargeLinks
from adapters.postgres.checkpoints import PostgresCheckpoints
from adapters.records import utc_now
from adapters.settings import (
    CardAppSettings,
    CitizensDeskSettings,
    CitySettings,
    DeskSettings,
    EngineSettings,
    OfficeDeskSettings,
    Section,
    SettingsError,
    SignInSettings,
    WebSettings,
    office_secrets_given,
    require,
)
from adapters.sign_in.app import opened as sign_in_opened
from adapters.stopping import run_and_leave
from adapters.temporal.connection import check_namespace
from adapters.temporal.pollers import unpolled
from adapters.temporal.telemetry import logging_runtime
from audit.ledger_key import ledger_signer
from audit.receipts import LedgerReceipts
from audit.room import AuditRoom
from audit.words.certificates.telling import OfficersWords
from cli.failures import CannotRunError
from cli.running import tell_failures
from cli.staff_tokens import staff_tokens
from composition import certificates as composed
from composition.payments import Renewals
from domain.actors import Actor
from domain.errors import DomainError, ErrorCode
from domain.office.ports import SignIn
from domain.portals.keys import Mode
from domain.ports import CardApp
from domain.postal.letters import PostalEvent
from domain.postal.tracking import JAPAN_POST_PAGE
from domain.procedures import PROCEDURES
from starter import CALLER_SETTINGS, Caller, open_caller
from web.app import Desk, Place, PortTaken, Site, StaffTokens, create_app
from web.app import serve as serve_app
from web.certificates.desk import CertificateDesk
from web.certificates.face import certificates
from web.certificates.front.trips import RETURN
from web.face import Face
from web.front.headers import origin_of
from web.office.desk import Office
from web.office.page import PREFIX
from web.ports import PostReader, Probe

_METRICS_PORT = "MADOGUCHI_WEB_METRICS_PORT"


async def _nobody(_officer: str) -> Actor | None:
    return None


def _nobodys_word(_body: bytes, _signature: str) -> PostalEvent:
    raise DomainError(ErrorCode.SIGNATURE_REFUSED)


def desk(caller: Caller, desks: frozenset[str], card_app: CardApp | None, sign_in: SignIn | None = None) -> Desk:
    """Return what the routes of all procedures work with at these desks. Raises WrongInputError for a tokens file that cannot be used."""
    staff = StaffTokens({}, _nobody)
    read_post: PostReader = _nobodys_word
    if "office" in desks:
        staff = staff_tokens(OfficeDeskSettings.from_environment().staff_tokens_file, caller.people)
    if "citizens" in desks:
        secret = CitizensDeskSettings.from_environment().post_webhook_secret.get_secret_value()
        read_post = post_reader(secret, utc_now)
    return Desk(
        municipality=caller.municipality,
        procedures=PROCEDURES,
        inbox=caller.store.inbox,
        receipts=caller.store.intake,
        citizen_keys=caller.store.citizen_keys,
        cases=caller.store.reading,
        letters=caller.store.numbers,
        drafts=caller.store.drafts,
        mail_codes=caller.store.mail_codes,
        opened=caller.store.opened,
        opinions=caller.store.opinions,
        checkpoints=PostgresCheckpoints(caller.store.pool),
        card_app=card_app,
        openings=caller.store.access,
        book=caller.book,
        staff=staff,
        charge_readers={caller.payment.provider: provider_kind(caller.payment).charge_named},
        read_post=read_post,
        clock=utc_now,
        portals=caller.store.portals,
        webhooks=caller.store.webhooks,
        portal_mode=Mode.TEST if CitySettings.from_environment().env == "dev" else Mode.LIVE,
        back=_office(caller, sign_in) if "office" in desks else None,
    )


def _office(caller: Caller, sign_in: SignIn | None) -> Office:
    store = caller.store
    return Office(
        sessions=store.staff_sessions,
        people=caller.people,
        changes=caller.people_changes,
        health=InstallationHealth(store.pool, partial(unpolled, caller.engine), caller.book, caller.municipality),
        queries=store.queries,
        absences=store.absences,
        trips=store.sign_in_trips,
        sign_in=sign_in,
        audit=AuditRoom(store.pool, store.reading, ledger_signer(caller.keys, caller.municipality).verifier),
    )


def faces(caller: Caller, general: Desk, base_url: str) -> tuple[Face, ...]:
    """Return what this process shows: a procedure adds its line."""
    return (certificates(_certificate_desk(caller, general, base_url)),)


def _certificate_desk(caller: Caller, general: Desk, base_url: str) -> CertificateDesk:
    codes = LedgerReceipts(caller.store.pool)
    return CertificateDesk(
        **vars(general),
        counter=caller.certificates.counter,
        decisions=caller.certificates.requests,
        reading=caller.store.reading,
        files=caller.certificates.files,
        figures=PostgresOfficeRecord(caller.store.pool, caller.municipality, caller.book, utc_now),
        papers=composed.papers(caller.store, caller.book, codes, base_url),
        mails=caller.store.outbox,
        links=ChargeLinks(caller.store.effects),
        renewing=Renewals(caller.payments),
        words=OfficersWords(),
        glyphs=FontGlyphs(),
        workload=PostgresWorkload(caller.store.pool, caller.municipality, utc_now),
        statistics=PostgresStatistics(caller.store.pool, caller.municipality),
        printing=composed.printing(caller.store, caller.certificates.files, caller.book, caller.municipality),
    )


@dataclass(frozen=True)
class Parts:
    """What a web process is made of, connected and not open yet. `leads_to`: origins to which its pages' forms may lead on."""

    caller: Caller
    desks: frozenset[str]
    settings: WebSettings
    engine: EngineSettings
    card_app: CardApp | None
    sign_in: SignIn | None
    leads_to: tuple[str, ...] = ()


async def serve() -> int:
    """Serve until SIGTERM. Raises what `opened` and `run` raise."""
    async with opened() as parts:
        await run(parts)
    return 0


@asynccontextmanager
async def opened() -> AsyncIterator[Parts]:
    """Connect what this process's desks need. Who tries a web process puts something of its own into the parts (ADR 25).

    Raises what `open_caller` raises.
    """
    configure_logs()
    desks = _desks()
    settings, engine = WebSettings.from_environment(), EngineSettings.from_environment()
    async with (
        open_caller(lasting=True, office="office" in desks, runtime=logging_runtime()) as caller,
        httpx2.AsyncClient() as client,
    ):
        card_app, to_sign = _card_app(desks, settings, client)
        sign_in, to_sign_in = _sign_in(desks, settings, client)
        yield Parts(caller, desks, settings, engine, card_app, sign_in, (*to_sign, *to_sign_in))


def _card_app(
    desks: frozenset[str], settings: WebSettings, client: httpx2.AsyncClient
) -> tuple[CardApp | None, tuple[str, ...]]:
    """Return what citizens sign with, if anything, and where its pages are. Raises SettingsError, KeyFileError."""
    if "citizens" not in desks:
        return None, ()
    card_app = CardAppSettings.from_environment()
    leads_to = (origin_of(card_app.card_app_url),) if card_app.card_app_url else ()
    return_url = f"{settings.web_base_url.rstrip('/')}{RETURN}"
    return card_app_opened(card_app, return_url, client, utc_now), leads_to


def _sign_in(
    desks: frozenset[str], settings: WebSettings, client: httpx2.AsyncClient
) -> tuple[SignIn | None, tuple[str, ...]]:
    """Return what officers sign in with, if anything, and where its pages are. Raises SettingsError, KeyFileError."""
    if "office" not in desks:
        return None, ()
    sign_in = SignInSettings.from_environment()
    leads_to = (origin_of(sign_in.sign_in_issuer),) if sign_in.sign_in_issuer else ()
    return_url = f"{settings.web_base_url.rstrip('/')}{PREFIX}/return"
    return sign_in_opened(sign_in, return_url, client, utc_now), leads_to


def _tracking_url(desks: frozenset[str]) -> str:
    """Return where tracking numbers lead. Raises SettingsError."""
    return CitizensDeskSettings.from_environment().tracking_url if "citizens" in desks else JAPAN_POST_PAGE


async def run(parts: Parts) -> None:
    """Serve until told to stop. Raises HealthPortTaken, CannotRunError (the port is taken), WrongInputError."""
    caller, settings = parts.caller, parts.settings
    needed: dict[str, Probe] = {"postgres": lambda: _database_answers(caller)}
    wanted: dict[str, Probe] = {"temporal": lambda: _engine_answers(caller.engine)}
    metrics = WebMetrics({**needed, **wanted})
    general = desk(caller, parts.desks, metrics.measured(parts.card_app), parts.sign_in)
    shown = faces(caller, general, settings.web_base_url)
    site = Site(
        base_url=settings.web_base_url,
        places=(
            Place("API", f"{settings.web_base_url}/api/v1/openapi.json", "OpenAPI"),
            Place("Temporal", parts.engine.temporal_address, "手続を進めるエンジン"),
        ),
        needed=needed,
        wanted=wanted,
        answered=metrics.answered([each.submissions for each in shown if each.submissions]),
        proxies=settings.web_proxies,
        leads_to=parts.leads_to,
        tracking_url=_tracking_url(parts.desks),
    )
    app = create_app(general, site, shown, parts.desks)
    async with serve_health(
        settings.web_metrics_port, settings.metrics_host, metrics=metrics.page, variable=_METRICS_PORT
    ):
        try:
            await serve_app(app, settings.web_host, settings.web_port, drain_seconds=settings.web_drain_seconds)
        except PortTaken as error:
            raise CannotRunError(str(error)) from None


def _desks() -> frozenset[str]:
    """Return the desks to serve. Raises SettingsError: all that is missing, and secrets of the office at the citizens'."""
    desks = DeskSettings.from_environment().desks
    citizens: list[type[Section]] = [CitizensDeskSettings, CardAppSettings] if "citizens" in desks else []
    office: list[type[Section]] = [OfficeDeskSettings, SignInSettings] if "office" in desks else []
    require(*CALLER_SETTINGS, WebSettings, *citizens, *office)
    if not office:
        reason = "is set, but the citizens' web process must not have it; see .env.example"
        wrong = tuple(f"{name} {reason}" for name in office_secrets_given())
        if wrong:
            raise SettingsError(wrong)
    return desks


async def _database_answers(caller: Caller) -> bool:
    return bool(await caller.store.pool.fetchval("SELECT true"))


async def _engine_answers(engine: Client) -> bool:
    await check_namespace(engine)
    return True


def main() -> int:
    """Start a web process; the same as `madoguchi web`."""
    return run_and_leave(lambda: tell_failures(serve, as_json="--json" in sys.argv[1:]))


if __name__ == "__main__":
    enter(main)
