"""Composition root of callers: settings → connections → typed clients.

`python starter.py request.json` submits one signed request and prints its receipt. A program holds one `Caller` for its
life: `async with open_caller() as caller: await caller.counter.submit(...)`.
"""

import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from temporalio.client import Client

from adapters.jpki.crl_source import HttpCrlSource
from adapters.jpki.verifier import JpkiVerifier
from adapters.keys import Keys
from adapters.policy.files import PolicyFiles
from adapters.postgres.store import Store, open_store
from adapters.settings import CitySettings, EngineSettings, JpkiSettings, SettingsError, StoreSettings, require
from adapters.stopping import run_and_leave
from adapters.temporal.connection import connect
from workflows.certificate_request.client import CertificateRequestClient
from workflows.certificate_request.counter import Counter, CounterTools
from workflows.fee_payment.client import FeePaymentClient

CALLER_SETTINGS = (StoreSettings, EngineSettings, CitySettings, JpkiSettings)


def utc_now() -> datetime:
    """Return the present instant, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Caller:
    """Everything a caller may use, connected."""

    counter: Counter
    requests: CertificateRequestClient
    payments: FeePaymentClient
    store: Store
    book: PolicyFiles
    keys: Keys
    verifier: JpkiVerifier
    engine: Client


def verifier(settings: JpkiSettings) -> JpkiVerifier:
    """Return the verifier of card signatures with the roots pinned in the settings' folder. Raises SettingsError."""
    try:
        roots = [path.read_bytes() for path in sorted(settings.jpki_roots_dir.glob("*.der"))]
        return JpkiVerifier(roots, frozenset({settings.jpki_policy_oid}), HttpCrlSource(settings.jpki_crl_url))
    except (OSError, ValueError) as error:
        reason = f"MADOGUCHI_JPKI_ROOTS_DIR is wrong: {error}; put the roots to trust there as *.der"
        raise SettingsError((reason,)) from None


@asynccontextmanager
async def open_caller(*, lazy: bool = True) -> AsyncIterator[Caller]:
    """Connect a caller from the environment. The engine may be down: calls that need it then raise PortUnavailable.

    Not `lazy`, the engine must answer within seconds; otherwise PortUnavailable("temporal").

    Raises SettingsError (everything wrong at once), KeyFileError, PolicyFilesRefused; PortUnavailable("postgres") at the first call that needs it.
    """
    require(*CALLER_SETTINGS)
    stores, engine = StoreSettings.from_environment(), EngineSettings.from_environment()
    keys = Keys.load(stores.keys_file)
    city = CitySettings.from_environment()
    book = PolicyFiles(city.municipalities_dir)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(stores.database_url.get_secret_value(), keys, utc_now))
        client = await connect(engine.temporal_address, engine.temporal_namespace, keys.payload, lazy=lazy)
        requests = CertificateRequestClient(client)
        checker = verifier(JpkiSettings.from_environment())
        tools = CounterTools(
            municipality=city.municipality,
            intake=store.intake,
            vault=store.vault,
            verifier=checker,
            book=book,
            statement_secret=keys.statement,
            clock=utc_now,
            entropy=secrets.token_bytes,
        )
        yield Caller(
            counter=Counter(tools, requests),
            requests=requests,
            payments=FeePaymentClient(client),
            store=store,
            book=book,
            keys=keys,
            verifier=checker,
            engine=client,
        )


def main() -> int:
    """Submit the request file named on the command line; the same as `madoguchi request submit FILE`."""
    from cli.environment import adopt_running_stack
    from cli.request import submit_file

    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and one file
        sys.stderr.write("usage: python starter.py request.json\n")
        return 2
    adopt_running_stack()
    return run_and_leave(lambda: submit_file(Path(sys.argv[1])))


if __name__ == "__main__":
    sys.exit(main())
