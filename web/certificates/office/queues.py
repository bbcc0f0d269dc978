"""The queues of certificates, as data."""

from domain.actors import Role
from domain.cases.queues import CaseQuery, Column, Queue
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import Status

_COLUMNS = (Column.CASE_NUMBER, Column.SUBJECT, Column.RECEIVED, Column.DUE, Column.ASSIGNEE, Column.SIGN)
_WITH_STATUS = (Column.CASE_NUMBER, Column.SUBJECT, Column.STATUS, Column.RECEIVED, Column.DUE)


def _query(*statuses: Status, finding: bool | None = None, secluded: bool | None = False) -> CaseQuery:
    """Return the query of these statuses; `finding`: holds at which officers can look at what the register said, or others."""
    facts = () if finding is None else (("identity.hold_has_finding", "true" if finding else "false"),)
    names = tuple(each.value for each in statuses)
    return CaseQuery(procedure=CERTIFICATES.name, statuses=names, facts=facts, secluded=secluded)


QUEUES = (
    Queue(
        name="examination",
        roles=(Role.EXAMINER,),
        query=_query(Status.UNDER_EXAMINATION),
        columns=_COLUMNS,
        of_mine=True,
    ),
    Queue(
        name="unanswered",
        roles=(Role.EXAMINER,),
        query=_query(Status.HELD, finding=False),
        columns=_COLUMNS,
    ),
    # Of holds with a finding, an examiner sees those alone of which the closed desk has proposed the release.
    Queue(
        name="releases",
        roles=(Role.EXAMINER,),
        query=_query(Status.HELD, finding=True),
        columns=_COLUMNS,
    ),
    Queue(
        name="returned",
        roles=(Role.EXAMINER,),
        query=_query(Status.RETURNED),
        columns=_COLUMNS,
        of_mine=True,
    ),
    Queue(
        name="approval",
        roles=(Role.APPROVER,),
        query=_query(Status.AWAITING_APPROVAL),
        columns=_COLUMNS,
        together="/approvals",
    ),
    Queue(
        name="posting",
        roles=(Role.DISPATCHER,),
        query=_query(Status.READY_TO_DISPATCH, Status.MAIL_RETURNED),
        columns=_WITH_STATUS,
    ),
    Queue(
        name="holds",
        roles=(Role.CLOSED_DESK,),
        query=_query(Status.HELD, finding=True, secluded=None),
        columns=_COLUMNS,
    ),
)
