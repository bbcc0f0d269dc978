"""犬の登録 as the house knows it: the stranger's one value."""

from fakes.dogs.events import DogEvent, DogRefused, DogRegistered
from fakes.dogs.rules import DogDecision, DogForm, DogState, RefuseDog, RegisterDog, evolve
from fakes.dogs.status import DogNotice, DogStatus
from pydantic import JsonValue, TypeAdapter

from domain.cases.correspondence import Correspondence
from domain.cases.procedure import Procedure
from domain.cases.vault import Found, VaultItem, VaultKind
from domain.municipality.policy import ProcedureRules
from domain.municipality.rule_files import RuleFile, RuleFiles
from domain.municipality.spans import Spans
from domain.municipality.texts import CaseTexts

_FORM = VaultItem(kind=VaultKind.APPLICATION)


def notice_of(event: DogEvent) -> DogNotice | None:
    """Return what the owner is told of an event."""
    if isinstance(event, DogRegistered):
        return DogNotice.DOG_REGISTERED
    return DogNotice.DOG_REFUSED if isinstance(event, DogRefused) else None


def _mail(found: Found) -> str:
    return DogForm.model_validate_json(found.need(_FORM)).mail


def subject(state: DogState) -> dict[str, JsonValue]:
    """Return what its lists show."""
    return {"breed": state.breed, "tag": state.tag}


DOGS: Procedure[DogState, DogEvent] = Procedure(
    name="dogs",
    prefix="dog",
    form=DogForm,
    statuses=DogStatus,
    state=DogState,
    event=TypeAdapter(DogEvent),
    decision=DogDecision,
    evolve=evolve,
    notice_of=notice_of,
    correspondence=Correspondence(
        items=lambda _state: (_FORM,),
        address=lambda _state, found: _mail(found),
        values=lambda state, _found, _base: {"case_number": state.case_number, "tag": str(state.tag)},
    ),
    subject=subject,
    likeness=lambda _state: None,
    commands=(RegisterDog, RefuseDog),
    rules=RuleFiles(form=ProcedureRules, files={"deadlines": RuleFile(Spans)}, texts=RuleFile(CaseTexts)),
)
