"""Everything a municipality decides for itself, in one value. `version` is pinned by each case's first event."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny

from domain.errors import DomainError, ErrorCode
from domain.municipality.municipality import Municipality
from domain.municipality.officers import Officers
from domain.municipality.payment import PaymentSettings
from domain.municipality.postage import Postage
from domain.municipality.spans import Spans
from domain.municipality.texts import CaseTexts, Language, Texts


class ProcedureRules(BaseModel):
    """What a municipality decides for one procedure: what every procedure has. A procedure's own rules add the rest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    deadlines: Spans
    texts: Mapping[Language, SerializeAsAny[CaseTexts]]


Rules = TypeVar("Rules", bound=ProcedureRules)


class MunicipalityPolicy(BaseModel):
    """The policy of one municipality, one part per file. `version`: first 16 hex digits of the files' SHA-256.

    `procedures` has the rules of those it offers, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    municipality: Municipality
    postage: Postage
    payment: PaymentSettings
    officers: Officers
    texts: Mapping[Language, Texts]
    procedures: Mapping[str, SerializeAsAny[ProcedureRules]] = {}

    def rules(self, procedure: str, form: type[Rules]) -> Rules:
        """Return the rules of a procedure. Raises DomainError(POLICY_INVALID) when it is not offered here."""
        found = self.procedures.get(procedure)
        if found is None:
            raise DomainError(ErrorCode.POLICY_INVALID, why="procedure_not_offered", procedure=procedure)
        if not isinstance(found, form):
            raise TypeError(f"the rules of {procedure} are no {form.__name__}")
        return found
