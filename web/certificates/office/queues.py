"""The queues of certificates, as data."""

from domain.actors import Role
from domain.cases.queues import CaseQuery, Column, Queue
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import Status


def _query(*statuses: Status) -> CaseQuery:
    return CaseQuery(procedure=CERTIFICATES.name, statuses=tuple(each.value for each in statuses))


_COLUMNS = (Column.CASE_NUMBER, Column.SUBJECT, Column.RECEIVED, Column.DUE, Column.ASSIGNEE, Column.SIGN)
QUEUES = (
    Queue(
        name="examination",
        roles=(Role.EXAMINER,),
        query=_query(Status.UNDER_EXAMINATION),
        columns=_COLUMNS,
        of_mine=True,
    ),
    Queue(name="approval", roles=(Role.APPROVER,), query=_query(Status.AWAITING_APPROVAL), columns=_COLUMNS),
    Queue(
        name="posting",
        roles=(Role.DISPATCHER,),
        query=_query(Status.READY_TO_DISPATCH, Status.MAIL_RETURNED),
        columns=_COLUMNS,
    ),
    Queue(name="holds", roles=(Role.CLOSED_DESK,), query=_query(Status.HELD), columns=_COLUMNS),
)
