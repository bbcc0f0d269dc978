"""Composition root of callers: settings → connections → typed clients.

`python starter.py request.json` submits one signed request and prints its receipt. A program holds one `Caller` for its
life: `async with open_caller() as caller: await caller.certificates.counter.submit(...)`.
"""

if __name__ == "__main__":  # before what takes long to import
    from hosting.running import enter, look_after_ctrl_c, need_packages

    look_after_ctrl_c()
    need_packages()

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from temporalio.client import Client
from temporalio.runtime import Runtime

from adapters.jpki.crl_source import HttpCrlSource
from adapters.jpki.verifier import JpkiVerifier
from adapters.keys import Keys, VoucherKey
from adapters.policy.files import PolicyFiles
from adapters.postgres.people import PostgresPeople
from adapters.postgres.people_changes import PostgresPeopleChanges
from adapters.postgres.store import Store
from adapters.records import RECORDS_SETTINGS, Records, open_records, utc_now
from adapters.settings import EngineSettings, JpkiSettings, SettingsError, VoucherSettings, require
from adapters.temporal.connection import check_namespace, connect
from adapters.temporal.door import Told
from adapters.temporal.plugin import nobody_told
from adapters.temporal.security import engine_security
from adapters.temporal.telemetry import quiet_runtime
from adapters.vouching import Vouching
from composition import certificates
from domain.errors import PortUnavailable
from domain.municipality.payment import PaymentSettings
from hosting.exit_codes import FINE, WRONG_INPUT
from hosting.running import become
from workflows.certificates.client import Vouch, nobodys_voucher
from workflows.fee_payment.client import FeePaymentClient
from workflows.overpayment.client import OverpaymentClient

Measured = Callable[[str, Any], Any]
CALLER_SETTINGS = (*RECORDS_SETTINGS, EngineSettings, JpkiSettings)


@dataclass(frozen=True)
class Caller:
    """Everything a caller may use, connected: a line for each procedure, and what they share."""

    certificates: certificates.CertificateParts
    payments: FeePaymentClient
    overpayments: OverpaymentClient
    store: Store
    book: PolicyFiles
    keys: Keys
    verifier: JpkiVerifier
    engine: Client
    municipality: str
    people: PostgresPeople
    people_changes: PostgresPeopleChanges

    @property
    def payment(self) -> PaymentSettings:
        """How the municipality collects today."""
        return self.book.policy(self.municipality).payment


def _as_it_is(_system: str, port: Any) -> Any:
    return port


def verifier(settings: JpkiSettings, measured: Measured = _as_it_is) -> JpkiVerifier:
    """Return the verifier of card signatures with the roots pinned in the settings' folder. Raises SettingsError."""
    try:
        roots = [path.read_bytes() for path in sorted(settings.jpki_roots_dir.glob("*.der"))]
        return JpkiVerifier(
            roots, frozenset({settings.jpki_policy_oid}), measured("jpki_crl", HttpCrlSource(settings.jpki_crl_url))
        )
    except (OSError, ValueError) as error:
        reason = f"MADOGUCHI_JPKI_ROOTS_DIR is wrong: {error}; put the roots to trust there as *.der"
        raise SettingsError((reason,)) from None


@asynccontextmanager
async def open_caller(
    *,
    lazy: bool = True,
    lasting: bool = False,
    office: bool = False,
    runtime: Runtime | None = None,
    measured: Measured = _as_it_is,
    told: Told = nobody_told,
) -> AsyncIterator[Caller]:
    """Connect a caller from the environment. The engine may be down: calls that need it then raise PortUnavailable.

    Not `lazy`, the engine must answer within seconds; otherwise PortUnavailable("temporal"). A `lasting` process leaves
    the proof of its keys in the database and asks an engine that answers for its namespace. `runtime`: left out, one that
    writes nothing. `measured` stands between us and outside systems, by name. Only an `office` caller reads the office's
    key: officers decide through nobody else. `told` is told what a worker's workflows refuse.

    Raises SettingsError (everything wrong at once), KeyFileError, PolicyFilesRefused, PortUnavailable("postgres"),
    SchemaError, KeysForeign, PortRejected (a database or a namespace that is not there).
    """
    require(*CALLER_SETTINGS, *([VoucherSettings] if office else []))
    engine = EngineSettings.from_environment()
    checker = verifier(JpkiSettings.from_environment(), measured)
    async with open_records(lasting=lasting) as records:
        client = await _connected(engine, records.keys, runtime, told, lazy=lazy)
        if lasting:
            await _find_namespace(client, lazy=lazy)
        vouch = _vouching(records) if office else nobodys_voucher
        yield Caller(
            certificates=certificates.parts(records, client, checker, vouch),
            payments=FeePaymentClient(client),
            overpayments=OverpaymentClient(client),
            store=records.store,
            book=records.book,
            keys=records.keys,
            verifier=checker,
            engine=client,
            municipality=records.municipality,
            people=records.people,
            people_changes=records.people_changes,
        )


async def _connected(engine: EngineSettings, keys: Keys, runtime: Runtime | None, told: Told, *, lazy: bool) -> Client:
    address, namespace = engine.temporal_address, engine.temporal_namespace
    security = engine_security(engine, utc_now())
    return await connect(
        address,
        namespace,
        keys.engine,
        security=security,
        lazy=lazy,
        runtime=runtime or quiet_runtime(),
        told=told,
    )


def _vouching(records: Records) -> Vouch:
    """Return what vouches for officers. Raises KeyFileError, SettingsError for a key that no worker would know."""
    key = VoucherKey.load(VoucherSettings.from_environment().voucher_key_file)
    known = records.keys.vouchers.get(key.id)
    if known is None or known.key != key.check.key:
        reason = f"MADOGUCHI_VOUCHER_KEY_FILE is wrong: the key file does not have the public half of {key.id}"
        raise SettingsError((f"{reason}; see docs/operations.md",))
    return Vouching(key, records.people.actor, utc_now)


async def _find_namespace(client: Client, *, lazy: bool) -> None:
    try:
        await check_namespace(client)
    except PortUnavailable:
        if not lazy:
            raise


def main() -> int:
    """Submit the request file named on the command line; the same as `madoguchi request submit FILE --json`."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and one file
        sys.stderr.write("usage: python starter.py request.json\n")
        return WRONG_INPUT
    become("cli.main", "request", "submit", "--json", "--", sys.argv[1])
    return FINE


if __name__ == "__main__":
    enter(main)
