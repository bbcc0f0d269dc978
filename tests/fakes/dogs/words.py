"""犬の登録 as auditors read it."""

from datetime import datetime

from fakes.dogs.events import DogRefused, DogRegistered, DogSubmitted
from fakes.dogs.procedure import DOGS
from fakes.dogs.rules import DogState
from fakes.dogs.status import DogRefusal, DogStatus

from audit.phrases import phrase
from audit.words.house import EVERYWHERE, RECORDING
from audit.words.shape import EngineWords, ProcedureWords, Summary

_REASONS = {
    DogRefusal.TOO_YOUNG: phrase("生後90日以内", "not older than 90 days"),
    DogRefusal.REGISTERED_ELSEWHERE: phrase("他で登録済", "registered elsewhere"),
}
_STATUSES = {
    DogStatus.SUBMITTED: phrase("申請中", "submitted"),
    DogStatus.REGISTERED: phrase("登録済", "registered"),
    DogStatus.REFUSED: phrase("不登録", "refused"),
}


def _summary(state: DogState, _last: datetime) -> Summary:
    tag = phrase("鑑札なし", "No tag") if state.tag is None else phrase(f"鑑札 {state.tag}", f"Tag {state.tag}")
    return Summary(head=phrase(state.breed, state.breed), lines=(tag,))


def _workflows() -> tuple[type, ...]:
    from fakes.dogs.workflow import DogRegistrationWorkflow

    return (DogRegistrationWorkflow,)


DOG_WORDS = ProcedureWords(
    procedure=DOGS,
    title=phrase("犬の登録", "Dog registration"),
    workflows=_workflows,
    engine=RECORDING
    | EngineWords(
        workflows={"dog-registration": phrase("犬の登録の手続き", "The dog's registration")},
        messages={},
        steps={},
        outcomes={},
    ),
    sentences={
        **EVERYWHERE,
        DogSubmitted: lambda event: phrase(
            f"{event.breed}の登録の申請が到達しました", f"A {event.breed} was submitted"
        ),
        DogRegistered: lambda event: phrase(f"鑑札 {event.tag} で登録しました", f"Registered under tag {event.tag}"),
        DogRefused: lambda event: phrase(
            f"登録しませんでした({_REASONS[event.reason].ja})", f"Refused ({_REASONS[event.reason].en})"
        ),
    },
    statuses=_STATUSES,
    actions={
        "register_dog": phrase("犬の登録", "register the dog"),
        "refuse_dog": phrase("犬の不登録", "refuse the dog"),
    },
    summary=_summary,
)
