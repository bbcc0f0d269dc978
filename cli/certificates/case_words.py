"""A case as an officer reads it: where it stands, what happened, its papers, and what was opened of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from rich.console import Group, RenderableType

from audit.explain import Explanation, explain
from audit.phrases import moment
from audit.words.certificates.codes import ACTIONS, named
from audit.words.certificates.words import CERTIFICATE_WORDS
from domain.certificates.application import IdentityFrom
from domain.certificates.events import AnyEvent
from domain.certificates.holds import WaysOut
from domain.certificates.kinds import CertificateKind
from domain.certificates.paper_events import CertificateIssued
from domain.certificates.sheet import Finding, Line, Sheet, SheetField
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.identity.residents import ResidencyStatus
from domain.identity.seals import SealStanding
from domain.japan import legal_day, to_the_second
from hosting.tables import Words, table

_FIELDS = {
    SheetField.NAME: "氏名",
    SheetField.BIRTH_DATE: "生年月日",
    SheetField.SEX: "性別",
    SheetField.ADDRESS: "住所",
    SheetField.POSTCODE: "郵便番号",
    SheetField.MAIL: "メールアドレス",
}
_BY_CARD = "氏名・生年月日・住所の入力はありません。申請は、カード(署名用電子証明書)に記録されたとおりです。"
_SAYS = {
    ResidencyStatus.RESIDENT: "住民です",
    ResidencyStatus.MOVED_OUT: "転出しています",
    ResidencyStatus.DECEASED: "死亡しています",
    ResidencyStatus.NOT_FOUND: "見つかりません",
    ResidencyStatus.DIFFERS: "申請・カードと異なるところがあるか、本人と定まりません",
}
_OF_SEAL = {
    SealStanding.IN_FORCE: "あります",
    SealStanding.NOT_REGISTERED: "ありません (却下の理由 seal_not_registered)",
    SealStanding.SUSPENDED: "証明書の交付が止められています (却下の理由 seal_suspended)",
    SealStanding.NAME_DIFFERS: "別の氏名で登録されています",
    SealStanding.UNCLEAR: "有効かどうか、分かりません",
}
_WAYS = {
    WaysOut.ANY: "二人での解除(一人は支援措置担当)、却下の起案、補正の求め",
    WaysOut.NO_RELEASE: "却下の起案、補正の求め(解除はできません)",
    WaysOut.CLOSED_DESK: "支援措置担当を含む二人での解除、または理由 counter_only だけでの却下の起案",
    WaysOut.COUNTER_ONLY: "理由 counter_only だけでの却下の起案(解除も補正の求めもできません)",
}
_VERBS = {
    "propose_approval": "propose",
    "propose_rejection": "propose --reason",
    "return_to_applicant": "return",
    "open_finding": "show --finding --ground hold",
    "release_hold": "release",
    "check_again": "check-again",
    "confirm_dispatch": "dispatch",
    "record_returned_mail": "mail-returned",
    "destroy_returned_mail": "destroy-mail",
}
"""The commands of `madoguchi staff` that are not called as the action is."""
_FIRST_OF_TWO = (
    "一人目として同意しました。もう一人が、理由を開いて release すると進みます(二人のうち一人は支援措置担当)。"
)
_HIDDEN = "(見られません)"
_ASK = "個人情報を開くには --ground を付けます。開いたことは台帳に残ります。"
_ASK_WHY = "個人情報を開くには --ground を、要確認の理由には --finding も付けます。開いたことは台帳に残ります。"


class OpenedCase(BaseModel):
    """What is shown of a case; `sheet` and `finding` only when they were opened; `twin` as in `domain.certificates.case`."""

    kind: CertificateKind
    processing_due_at: datetime
    story: Explanation
    papers: tuple[str, ...]
    actions: tuple[str, ...]
    twin: str | None = None
    sheet: Sheet | None = None
    finding: Finding | None = None


def opened_case(case_id: str, state: RequestState, events: Sequence[AnyEvent], actions: tuple[str, ...]) -> OpenedCase:
    """Return what is known of a case without opening anything."""
    return OpenedCase(
        kind=state.kind,
        processing_due_at=state.terms.processing_due_at,
        story=explain(CERTIFICATE_WORDS, case_id, events),
        papers=_papers(state, events),
        actions=actions,
    )


def _papers(state: RequestState, events: Sequence[AnyEvent]) -> tuple[str, ...]:
    issued = [event for event in events if isinstance(event, CertificateIssued)]
    papers = [f"申請書と署名 第{revision}版" for revision in range(1, state.revision + 1)]
    return (*papers, *(f"証明書と送付状 {each.sheets}枚 {moment(each.at)}" for each in issued))


def case_words(case: OpenedCase, officers: Mapping[str, str]) -> RenderableType:
    """Return the case for a person; `officers` are their names by id."""
    story = case.story
    head = (
        f"案件 {story.case_number}  {named(case.kind).ja}  {story.steps[-1].status_words.ja}\n"
        f"到達 {moment(story.received_at)}  処理期限 {legal_day(case.processing_due_at)}\n"
        f"書類: {'、'.join(case.papers)}\nできる操作: {'、'.join(map(_action_words, case.actions)) or 'ありません'}"
    )
    if case.twin is not None:
        head += f"\n同じ人の同じ申請が、前後1日のうちにあります: {case.twin}"
    history = table("番号", "日時 (JST)", "誰が", "何を", "状態")
    for step in story.steps:
        history.add_words(
            str(step.place),
            to_the_second(step.at),
            officers.get(step.by, step.who.ja),
            step.what.ja,
            step.status_words.ja,
        )
    parts: list[RenderableType] = [Words(head), history]
    if case.finding is not None:
        parts.append(Words(_finding_words(case.finding)))
    ask = Words(_ASK_WHY if "open_finding" in case.actions else _ASK)
    parts.append(ask if case.sheet is None else _sheet_words(case.sheet))
    return Group(*parts)


def _action_words(action: str) -> str:
    return f"{ACTIONS[action].ja} ({called(action)})"


def called(action: str) -> str:
    """Return how `madoguchi staff` calls an action."""
    return _VERBS.get(action, action)


def _finding_words(finding: Finding) -> str:
    protection = "あり" if finding.protected else "なし"
    seal = f"、印鑑登録は「{_OF_SEAL[finding.seal]}」" if finding.seal else ""
    return f"要確認の理由: 住民記録は「{_SAYS[finding.status]}」{seal}、支援措置{protection}\n道: {_WAYS[finding.ways]}"


def _sheet_words(sheet: Sheet) -> RenderableType:
    people = max(len(line.registered) for line in sheet.lines)
    registers = [f"住民記録{number}" if people > 1 else "住民記録" for number in range(1, max(people, 1) + 1)]
    lines = table("項目", "申請書", "カード", *registers, "相違")
    for line in sheet.lines:
        lines.add_words(*_cells(line, len(registers)), "≠ 相違" if line.differs else "")
    notes = [_BY_CARD] if sheet.identity_from is IdentityFrom.CARD else []
    notes += [] if sheet.asked else ["住民記録の答えは、まだありません。"]
    return Group(lines, *(Words(note) for note in notes))


def _cells(line: Line, registers: int) -> list[str]:
    if line.hidden:
        return [_FIELDS[line.field], *[_HIDDEN] * (2 + registers)]
    registered = [*line.registered, *[""] * registers][:registers]
    return [_FIELDS[line.field], line.form, line.card, *registered]


def decision_words(case_number: str, action: str, status: Status) -> str:
    """Return where a decision has led, and who is next where the status alone would look as if nothing had happened."""
    first = action == "release_hold" and status is Status.HELD
    return f"{case_number}  →  {named(status).ja}" + (f"\n{_FIRST_OF_TWO}" if first else "")


def case_document(case: OpenedCase) -> dict[str, Any]:
    """Return the case for programs."""
    return case.model_dump(mode="json")
