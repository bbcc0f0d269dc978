"""How a municipality writes its rules for one procedure: files of a folder that bears the procedure's name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple

from pydantic import BaseModel, JsonValue

from domain.municipality.faults import Fault
from domain.municipality.policy import MunicipalityPolicy, Rules


class RuleFile(NamedTuple):
    """One file: the value it holds, and what more is checked of it than its form."""

    model: type[BaseModel]
    check: Callable[[Any], tuple[Fault, ...]] | None = None


def _no_misfits(_policy: MunicipalityPolicy, _rules: Any) -> Iterable[tuple[str, Fault]]:
    return ()


def _from_the_beginning(_rules: Any) -> date:
    return date.min


def _deadlines_only(_policy: MunicipalityPolicy, rules: Any, _on: date) -> Mapping[str, JsonValue]:
    return {"deadlines": rules.deadlines.model_dump(mode="json", exclude_none=True)}


@dataclass(frozen=True)
class RuleFiles(Generic[Rules]):
    """The files of one procedure's rules, and what reads them together.

    `files`: by name without its ending, which is the rules' field. `texts` is written once per language. `misfits` finds
    what does not fit between files, each fault with its file: `fees`, or with a folder before it, as
    `certificates/fees`. `first_day` is the first on which everything has a row in force; `sheet` tells what is in force
    on a day.
    """

    form: type[Rules]
    files: Mapping[str, RuleFile]
    texts: RuleFile
    misfits: Callable[[MunicipalityPolicy, Rules], Iterable[tuple[str, Fault]]] = _no_misfits
    first_day: Callable[[Rules], date] = _from_the_beginning
    sheet: Callable[[MunicipalityPolicy, Rules, date], Mapping[str, JsonValue]] = _deadlines_only
