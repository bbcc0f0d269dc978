"""The worklist as a table; also what an operator looks for: requests that are late or have not begun."""

from collections.abc import Collection

from audit.words.certificates.codes import named
from cli.answers import Answer, tell
from cli.officer_words import officer_name
from domain.cases.submission import StartOrder
from domain.certificates.listed import ListedRequest, Listing, listing
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import Status
from domain.certificates.submission import NAME, Subject
from domain.error_texts import error_words
from domain.errors import DomainError, ErrorCode
from domain.japan import legal_day, to_the_minute
from domain.municipality.book import PolicyBook
from hosting.tables import table

_REFUSALS = {"tracking_number_in_use": "追跡番号は使用済み", "tracking_number_invalid": "追跡番号の誤り"}


async def waiting(statuses: Collection[Status], limit: int) -> Answer:
    """Return the requests in these statuses, oldest first."""
    from adapters.records import open_records

    async with open_records() as records:
        rows = await records.store.reading.worklist(statuses, limit, procedure=CERTIFICATES.name)
        return _cases(listing(rows), records.book)


async def late(limit: int) -> Answer:
    """Return the requests whose deadline has passed, most urgent first: the procedure should have acted by itself."""
    from adapters.records import open_records, utc_now

    async with open_records() as records:
        rows = await records.store.reading.due(utc_now(), limit, CERTIFICATES.name)
        return _cases(listing(rows), records.book)


async def unstarted(limit: int) -> Answer:
    """Return what is acknowledged and waits for its procedure, oldest first."""
    from adapters.records import open_records

    async with open_records() as records:
        orders = await records.store.intake.waiting(limit)
    work = table("案件番号 種類", "申請", "到達 (JST)")
    for order in orders:
        about = f"{order.case_number}\n{_wanted(order)}"
        work.add_words(about, order.case_id, to_the_minute(order.received_at))
    return Answer([order.model_dump(mode="json") for order in orders], work)


def _wanted(order: StartOrder) -> str:
    """Return what a case is about; of a procedure or a release that is none of ours, the procedure's name."""
    try:
        return named(Subject.of(order).kind).ja if order.procedure == NAME else order.procedure
    except DomainError:
        return order.procedure


def _cases(found: Listing, book: PolicyBook) -> Answer:
    for case_id in found.unreadable:
        tell(f"{case_id}: {error_words(ErrorCode.EVENT_UNKNOWN).reason} (of a newer release: not listed here)")
    work = table("案件番号 種類", "状態", "到達 (JST)", "処理期限", "担当")
    for case in found.requests:
        work.add_words(
            f"{case.case_number}\n{named(case.kind).ja}",
            _status(case),
            to_the_minute(case.received_at),
            legal_day(case.processing_due_at),
            officer_name(book, case.municipality, case.examiner, case.updated_at),
        )
    return Answer([case.model_dump(mode="json") for case in found.requests], work)


def _status(case: ListedRequest) -> str:
    """Return where it stands and until which day, what the post refused, and who asked for the same twice."""
    lines = [named(case.status).ja]
    if case.due_at is not None:
        lines.append(f"{legal_day(case.due_at)} まで")
    if case.refusal is not None:
        lines.append(f"引受拒否: {_REFUSALS.get(case.refusal, case.refusal)}")
    if case.twin is not None:
        lines.append(f"同じ人の同じ申請: {case.twin}")
    return "\n".join(lines)
