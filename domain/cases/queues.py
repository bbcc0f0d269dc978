"""Queues of the office as data: which cases, for whom, in which columns. Every procedure brings its own."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.actors import Role
from domain.cases.row import CaseRow

NOBODY = ""
"""Among assignees: nobody has the case in hand."""


class Column(StrEnum):
    """A column of a queue, of what every case has."""

    CASE_NUMBER = "case_number"
    SUBJECT = "subject"
    STATUS = "status"
    RECEIVED = "received_at"
    WAITING = "updated_at"
    DUE = "act_by"
    ASSIGNEE = "assignee"
    SIGN = "twin"


class CaseQuery(BaseModel):
    """Which cases of the read table: all conditions together.

    In the order in which somebody must act (`CaseRow.act_by`), oldest submission first among equals.
    `statuses` are values of the procedure's; `about` compares fields of a case's subject, `facts` paths of the state's JSON
    (`identity.hold`), both with texts as Postgres writes them (`true`). `assignees` are officers' ids, `NOBODY` for cases that
    nobody has in hand. `numbers` are case numbers in full. `due_by`: somebody must act then or earlier. `secluded`: those
    for the closed desk alone, or all others; None says that the reader sees both.
    """

    model_config = ConfigDict(frozen=True)

    procedure: str
    statuses: tuple[str, ...]
    about: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    assignees: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    due_by: datetime | None = None
    secluded: bool | None = False


class Queue(BaseModel):
    """One queue. `name` stands in its address and names its words (`queue.<procedure>.<name>`), `roles` see it.

    `query` has no filters of the reader's; `of_mine` narrows it to what the reader has in hand or nobody has.
    `together` is where several of its cases are decided at once; empty: nowhere.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    roles: tuple[Role, ...]
    query: CaseQuery
    columns: tuple[Column, ...]
    of_mine: bool = False
    together: str = ""


class CasePage(NamedTuple):
    """Some cases of a query in order; `next` is what follows, as the query's owner has it; None at the end."""

    rows: tuple[CaseRow, ...]
    next: str | None


class Neighbours(NamedTuple):
    """The cases before and after one within a query; None at its ends."""

    before: str | None
    after: str | None
