"""Words of the house, the same for every procedure: who acts, what is opened and why, how letters travel, recording."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from audit.phrases import Phrase, phrase
from audit.words.shape import Codes, EngineWords, Result
from domain.actors import APPLICANT, SYSTEM, Role
from domain.cases.access import AccessGround
from domain.cases.event import DecisionRefused, Event
from domain.postal.letters import MailClass, ReturnReason

HOUSE: Codes = {
    Role: {
        Role.CITIZEN: phrase("申請者", "applicant"),
        Role.EXAMINER: phrase("審査担当", "examiner"),
        Role.APPROVER: phrase("決裁者", "approver"),
        Role.DISPATCHER: phrase("発送担当", "dispatcher"),
        Role.CLOSED_DESK: phrase("支援措置担当", "closed desk"),
        Role.AUDITOR: phrase("監査人", "auditor"),
        Role.SUPERVISOR: phrase("係長", "supervisor"),
        Role.ADMIN: phrase("管理者", "admin"),
        Role.SYSTEM: phrase("システム", "system"),
    },
    AccessGround: {
        AccessGround.EXAMINATION: phrase("審査", "examination"),
        AccessGround.HOLD: phrase("要確認の判断", "deciding on a hold"),
        AccessGround.APPROVAL: phrase("決裁", "approval"),
        AccessGround.DISPATCH: phrase("発送", "dispatch"),
        AccessGround.INQUIRY: phrase("本人からの照会", "the applicant asks"),
        AccessGround.COMPLAINT: phrase("審査請求・苦情", "complaint"),
        AccessGround.AUDIT: phrase("監査", "audit"),
    },
    MailClass: {
        MailClass.ORDINARY: phrase("普通郵便", "ordinary mail"),
        MailClass.SPECIFIED_RECORD: phrase("特定記録", "specified record"),
        MailClass.SIMPLE_REGISTERED: phrase("簡易書留", "simple registered"),
    },
    ReturnReason: {
        ReturnReason.UNKNOWN_ADDRESS: phrase("あて所に尋ねあたりません", "unknown at the address"),
        ReturnReason.INCOMPLETE_ADDRESS: phrase("あて名不完全", "address incomplete"),
        ReturnReason.STORAGE_EXPIRED: phrase("保管期間経過", "not collected in time"),
        ReturnReason.REFUSED: phrase("受取拒絶", "refused"),
        ReturnReason.MOVED: phrase("転居先不明", "moved, new address unknown"),
    },
}


def named(member: StrEnum) -> Phrase:
    """Return a shared code's words. Raises KeyError for a code without any, which a test rules out."""
    return HOUSE[type(member)][member.value]


def actor(by: str) -> Phrase:
    """Return who acted: the system, the applicant, or an officer by id."""
    if by == SYSTEM.id:
        return phrase("システム", "system")
    return phrase("申請者", "applicant") if by == APPLICANT.id else phrase(f"職員 {by}", f"officer {by}")


def _recorded(result: Result) -> Phrase:
    return phrase(f"第{result['place']}件まで", f"up to event {result['place']}")


RECORDING = EngineWords(
    workflows={},
    messages={},
    steps={"record_events": phrase("台帳に記録する", "record in the ledger")},
    outcomes={"record_events": _recorded},
)


def _decision_refused(event: DecisionRefused) -> Phrase:
    return phrase(
        f"操作 {event.action} は受け付けられませんでした({event.code})",
        f"The decision {event.action} could not be taken ({event.code})",
    )


EVERYWHERE: dict[type[Event], Callable[[Any], Phrase]] = {DecisionRefused: _decision_refused}
"""Sentences of the events that every procedure has."""
