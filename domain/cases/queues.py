"""Queues of the office as data: which cases, for whom, in which columns. Every procedure brings its own."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.actors import Role
from domain.cases.row import CaseRow


class Column(StrEnum):
    """A column of a queue, of what every case has."""

    CASE_NUMBER = "case_number"
    SUBJECT = "subject"
    STATUS = "status"
    RECEIVED = "received_at"
    WAITING = "updated_at"
    DUE = "due_at"
    ASSIGNEE = "assignee"
    SIGN = "twin"


class CaseQuery(BaseModel):
    """Which cases of the read table: all conditions together. Ordered by deadline, oldest submission first among equals.

    `statuses` are values of the procedure's; `about` compares fields of a case's subject; `assignee` is an officer's id,
    empty for cases that nobody has in hand; `number` is the beginning or end of a case number, in its canonical spelling.
    `due_by`: the next deadline is then or earlier. `facts` compares paths of the state's JSON (`identity.hold`).
    """

    model_config = ConfigDict(frozen=True)

    procedure: str
    statuses: tuple[str, ...]
    about: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    assignee: str | None = None
    number: str = ""
    due_by: datetime | None = None


class Queue(BaseModel):
    """One queue. `name` stands in its address and names its words (`queue.<procedure>.<name>`), `roles` see it.

    `query` has no filters of the reader's; `of_mine` narrows it to what the reader has in hand or nobody has.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    roles: tuple[Role, ...]
    query: CaseQuery
    columns: tuple[Column, ...]
    of_mine: bool = False


class CasePage(NamedTuple):
    """Some cases of a query in order; `next` is what follows, as the query's owner has it; None at the end."""

    rows: tuple[CaseRow, ...]
    next: str | None


class Neighbours(NamedTuple):
    """The cases before and after one within a query; None at its ends."""

    before: str | None
    after: str | None
