"""The one registry of procedures: a new one adds its packages, and its line here."""

from collections.abc import Iterator
from typing import Any

from domain import ids
from domain.cases.procedure import Procedure
from domain.certificates.procedure import CERTIFICATES
from domain.errors import DomainError, ErrorCode


class Procedures:
    """Procedures by name and by the prefix of their cases' ids."""

    def __init__(self, *procedures: Procedure[Any, Any]) -> None:
        self._by_name = {each.name: each for each in procedures}
        self._by_prefix = {each.prefix: each for each in procedures}
        if len(self._by_name) < len(procedures) or len(self._by_prefix) < len(procedures):
            raise ValueError("two procedures share a name or a prefix")

    def __iter__(self) -> Iterator[Procedure[Any, Any]]:
        return iter(self._by_name.values())

    def by_name(self, name: str) -> Procedure[Any, Any]:
        """Return the procedure of a name. Raises DomainError(PROCEDURE_UNKNOWN)."""
        return _found(self._by_name.get(name), name)

    def of(self, case_id: str) -> Procedure[Any, Any]:
        """Return the procedure of a case. Raises DomainError(PROCEDURE_UNKNOWN)."""
        return _found(self.find(case_id), ids.prefix_of(case_id))

    def find(self, case_id: str) -> Procedure[Any, Any] | None:
        """Return the procedure of a case; None when none here has such ids."""
        return self._by_prefix.get(ids.prefix_of(case_id))


def _found(procedure: Procedure[Any, Any] | None, named: str) -> Procedure[Any, Any]:
    if procedure is None:
        raise DomainError(ErrorCode.PROCEDURE_UNKNOWN, procedure=named)
    return procedure


PROCEDURES = Procedures(CERTIFICATES)
