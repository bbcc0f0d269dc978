"""Certificates composed: what callers use of them, and what a worker serves."""

import secrets
from dataclasses import dataclass

from temporalio.client import Client

from activities.certificates.identity import IdentityActivities
from activities.certificates.issuance import IssuanceActivities
from activities.certificates.post import PostActivities
from activities.certificates.registry import RegistryActivities
from activities.certificates.terms import TermsActivities
from activities.policy import PolicyActivities
from activities.recording import RecordingActivities
from adapters.documents.certificates.citizen_papers import TypstPaperPress
from adapters.documents.certificates.letters import TypstLetterPress
from adapters.documents.certificates.press import TypstPress
from adapters.documents.typeface import PressTypeface
from adapters.postgres.certificates.print_batches import PostgresPrintBatches
from adapters.postgres.store import Store
from adapters.records import Records, utc_now
from composition.served import Served, Tools
from counter.certificates.case_files import CaseFiles
from counter.certificates.counter import Counter
from counter.certificates.papers import CitizenPapers
from counter.certificates.printing import Printing
from counter.certificates.tools import CounterTools
from domain.cases.ports import ReceiptCodes
from domain.certificates.procedure import CERTIFICATES
from domain.municipality.book import PolicyBook
from domain.ports import IdentityVerifier
from workflows.certificates.client import CertificateRequestClient, Vouch
from workflows.certificates.messages import PostalHint
from workflows.certificates.money_books import RequestMoneyBooks
from workflows.certificates.workflow import CertificateRequestWorkflow


@dataclass(frozen=True)
class CertificateParts:
    """What a caller may use of certificates, connected."""

    counter: Counter
    requests: CertificateRequestClient
    files: CaseFiles


def parts(records: Records, engine: Client, verifier: IdentityVerifier, vouch: Vouch) -> CertificateParts:
    """Connect the counter, the requests' workflows and the files of their cases."""
    store = records.store
    requests = CertificateRequestClient(engine, store.numbers, vouch)
    tools = CounterTools(
        municipality=records.municipality,
        intake=store.intake,
        vault=store.vault,
        verifier=verifier,
        postcodes=store.postcodes,
        book=records.book,
        statement_secret=records.keys.statement,
        clock=utc_now,
        entropy=secrets.token_bytes,
        typeface=PressTypeface(),
    )
    return CertificateParts(
        counter=Counter(tools, requests),
        requests=requests,
        files=CaseFiles(store.vault, store.access, requests, utc_now, secrets.token_hex),
    )


def papers(store: Store, book: PolicyBook, codes: ReceiptCodes, base_url: str) -> CitizenPapers:
    """Return what makes papers for citizens, with the press that this process then needs."""
    return CitizenPapers(store.vault, TypstPaperPress(), book, codes, utc_now, base_url.rstrip("/"))


def printing(store: Store, files: CaseFiles, book: PolicyBook, municipality: str) -> Printing:
    """Return the dispatchers' printer, with the press that this process then needs."""
    batches = PostgresPrintBatches(store.pool)
    return Printing(municipality, files, store.intake, store.reading, batches, TypstLetterPress(), book, utc_now)


def served(requests: CertificateRequestClient, tools: Tools) -> Served:
    """Introduce the ports to the activities of certificates."""
    store, ports = tools.store, tools.ports
    identity = IdentityActivities(store.vault, tools.verifier, tools.book)
    issuance = IssuanceActivities(store.vault, ports.registry, TypstPress(ports.typesetter), tools.book, utc_now)
    post = PostActivities(ports.carrier, store.vault, ports.registry, store.effects, store.numbers, utc_now)
    books = RequestMoneyBooks(requests, store.reading, store.ended, utc_now)

    async def tell_scan(case_id: str, event_id: str) -> None:
        await requests.postal_hint(case_id, PostalHint(event_id=event_id))

    return Served(
        name=CERTIFICATES.name,
        workflows=(CertificateRequestWorkflow,),
        steps=(
            identity.verify_identity,
            RegistryActivities(store.vault, ports.registry).check_eligibility,
            TermsActivities(tools.book).read_terms,
            PolicyActivities(tools.book).compute_deadline,
            issuance.try_print,
            issuance.issue_certificate,
            post.hand_over,
            post.track_letter,
            RecordingActivities(store.recorder).record_events,
        ),
        start=requests.start,
        money_books=books,
        tell_scan=tell_scan,
    )
