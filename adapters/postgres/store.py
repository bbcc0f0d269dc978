"""Everything kept in one Postgres, opened together by a composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.keys import Keys
from adapters.postgres.absences import PostgresAbsences
from adapters.postgres.access import PostgresAccess
from adapters.postgres.archive import PostgresArchive
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.citizen_keys import PostgresCitizenKeys
from adapters.postgres.code_mails import PostgresCodeMails
from adapters.postgres.commitments import Commitments
from adapters.postgres.drafts import PostgresDrafts
from adapters.postgres.effects import PostgresEffects
from adapters.postgres.ended_cases import PostgresEndedCases
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.intake import PostgresIntake
from adapters.postgres.mail_codes import PostgresMailCodes
from adapters.postgres.office_sessions import PostgresSignInTrips, PostgresStaffSessions
from adapters.postgres.opened_cases import PostgresOpenedCases
from adapters.postgres.opinions import PostgresOpinions
from adapters.postgres.outbox import PostgresOutbox
from adapters.postgres.portal_news import PostgresPortalNews
from adapters.postgres.portals import PostgresPortals
from adapters.postgres.postcodes import PostgresPostcodes
from adapters.postgres.queries import PostgresQueries
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool, connect_pool
from adapters.postgres.tracking_numbers import PostgresTrackingNumbers
from adapters.postgres.vault import PostgresVault
from adapters.postgres.webhook_endpoints import PostgresWebhookEndpoints
from domain.ports import Clock
from domain.procedures import PROCEDURES, Procedures


@dataclass(frozen=True)
class Store:
    """One adapter per schema, on one pool."""

    pool: Pool
    vault: PostgresVault
    intake: PostgresIntake
    citizen_keys: PostgresCitizenKeys
    recorder: PostgresRecorder
    reading: PostgresReading
    queries: PostgresQueries
    effects: PostgresEffects
    numbers: PostgresTrackingNumbers
    outbox: PostgresOutbox
    archive: PostgresArchive
    sealing: PostgresSealing
    access: PostgresAccess
    ended: PostgresEndedCases
    inbox: PostgresInbox
    drafts: PostgresDrafts
    mail_codes: PostgresMailCodes
    code_mails: PostgresCodeMails
    opened: PostgresOpenedCases
    postcodes: PostgresPostcodes
    opinions: PostgresOpinions
    portals: PostgresPortals
    portal_news: PostgresPortalNews
    webhooks: PostgresWebhookEndpoints
    absences: PostgresAbsences
    staff_sessions: PostgresStaffSessions
    sign_in_trips: PostgresSignInTrips


@asynccontextmanager
async def open_store(dsn: str, keys: Keys, clock: Clock, procedures: Procedures = PROCEDURES) -> AsyncIterator[Store]:
    """Open the pool and close it at the end; nothing connects before it is used."""
    pool = await connect_pool(dsn)
    commitments, cipher = Commitments(keys.hash), VaultCipher(keys.vault)
    vault = PostgresVault(pool, cipher, commitments)
    try:
        yield Store(
            pool=pool,
            vault=vault,
            intake=PostgresIntake(pool, vault, commitments, clock=clock, procedures=procedures),
            citizen_keys=PostgresCitizenKeys(pool, commitments, clock=clock),
            recorder=PostgresRecorder(pool, procedures),
            reading=PostgresReading(pool, procedures),
            queries=PostgresQueries(pool),
            effects=PostgresEffects(pool),
            numbers=PostgresTrackingNumbers(pool),
            outbox=PostgresOutbox(pool, clock=clock),
            archive=PostgresArchive(pool),
            sealing=PostgresSealing(pool, procedures),
            access=PostgresAccess(pool),
            ended=PostgresEndedCases(pool, procedures),
            inbox=PostgresInbox(pool),
            drafts=PostgresDrafts(pool, cipher, commitments, clock=clock),
            mail_codes=PostgresMailCodes(pool, cipher, commitments, clock=clock),
            code_mails=PostgresCodeMails(pool, cipher, commitments, clock=clock),
            opened=PostgresOpenedCases(pool, clock=clock),
            postcodes=PostgresPostcodes(pool),
            opinions=PostgresOpinions(pool, commitments, clock=clock),
            portals=PostgresPortals(pool, clock=clock),
            portal_news=PostgresPortalNews(pool, procedures, clock=clock),
            webhooks=PostgresWebhookEndpoints(pool, commitments, clock=clock),
            absences=PostgresAbsences(pool, clock=clock),
            staff_sessions=PostgresStaffSessions(pool, clock=clock),
            sign_in_trips=PostgresSignInTrips(pool, clock=clock),
        )
    finally:
        pool.terminate()
