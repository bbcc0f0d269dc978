"""The domain's codes as words for auditors. Looked up by type and member: equal spellings in two enums are two things."""

from enum import StrEnum

from audit.phrases import Phrase, phrase
from domain.actors import APPLICANT, SYSTEM, Role
from domain.cases.access import AccessGround, Part
from domain.certificates.kinds import CertificateKind
from domain.certificates.status import (
    CorrectableField,
    HoldStage,
    LapseReason,
    Proof,
    RefundStatus,
    RejectionReason,
    RemandReason,
    RemarkCode,
    Status,
)
from domain.certificates.terms import DeadlineKind, PaymentOrder
from domain.postal.letters import MailClass, ReturnReason

NAMES: dict[type[StrEnum], dict[str, Phrase]] = {
    Status: {
        Status.RECEIVED: phrase("到達", "received"),
        Status.VERIFYING: phrase("確認中", "being verified"),
        Status.HELD: phrase("要確認", "held for an officer"),
        Status.AWAITING_PAYMENT: phrase("納付待ち", "awaiting payment"),
        Status.UNDER_EXAMINATION: phrase("審査中", "under examination"),
        Status.RETURNED: phrase("補正待ち", "returned to the citizen"),
        Status.AWAITING_APPROVAL: phrase("決裁待ち", "awaiting approval"),
        Status.ISSUING: phrase("交付準備", "being issued"),
        Status.READY_TO_DISPATCH: phrase("発送待ち", "ready to dispatch"),
        Status.DISPATCHED: phrase("発送済", "dispatched"),
        Status.MAIL_RETURNED: phrase("返戻", "mail returned"),
        Status.COMPLETED: phrase("完了", "completed"),
        Status.REJECTED: phrase("却下", "rejected"),
        Status.WITHDRAWN: phrase("取下げ", "withdrawn"),
        Status.LAPSED: phrase("失効", "lapsed"),
    },
    RefundStatus: {
        RefundStatus.NONE: phrase("還付なし", "nothing to give back"),
        RefundStatus.DUE: phrase("還付待ち", "to be given back"),
        RefundStatus.DONE: phrase("還付済", "given back"),
        RefundStatus.WITH_OFFICER: phrase("出納担当へ引継ぎ", "with an officer, to be given back by hand"),
    },
    Proof: {
        Proof.CODE: phrase("確認コードによる", "by the mailed code"),
        Proof.SIGNATURE: phrase("新しい署名による", "by a new signature"),
    },
    HoldStage: {
        HoldStage.IDENTITY: phrase("本人確認", "identity check"),
        HoldStage.ELIGIBILITY: phrase("住民記録の照会", "register check at submission"),
        HoldStage.PRINT: phrase("印刷の見込み", "trial print before payment"),
        HoldStage.BEFORE_ISSUE: phrase("交付直前の照会", "register check before issue"),
    },
    RejectionReason: {
        RejectionReason.NOT_RESIDENT: phrase("住民記録にない", "not in the register"),
        RejectionReason.NOT_SELF_OR_HOUSEHOLD: phrase("本人・同一世帯でない", "neither self nor household"),
        RejectionReason.CERTIFICATE_INVALID: phrase("電子証明書が有効でない", "card certificate not valid"),
        RejectionReason.CERTIFICATE_REVOKED: phrase("電子証明書が失効している", "card certificate revoked"),
        RejectionReason.CERTIFICATE_EXPIRED: phrase("電子証明書の期限が過ぎている", "card certificate expired"),
        RejectionReason.REGISTRY_DIFFERS: phrase("住民記録と異なる", "differs from the register"),
        RejectionReason.SIGNED_TEXT_DIFFERS: phrase("署名された文と異なる", "differs from the signed text"),
        RejectionReason.IMPROPER_PURPOSE: phrase("不当な目的", "improper purpose"),
        RejectionReason.DUPLICATE: phrase("重複する申請", "duplicate request"),
        RejectionReason.ADDRESS_INCOMPLETE: phrase("送付先が不完全", "address incomplete"),
        RejectionReason.COUNTER_ONLY: phrase("窓口でのみ取扱い", "handled at the counter only"),
    },
    LapseReason: {
        LapseReason.UNPAID: phrase("納付されなかった", "not paid"),
        LapseReason.NOT_CORRECTED: phrase("補正されなかった", "not corrected"),
    },
    RemandReason: {
        RemandReason.CHECK_AGAIN: phrase("もう一度確かめる", "check again"),
        RemandReason.REASONS_INSUFFICIENT: phrase("理由が足りない", "reasons insufficient"),
        RemandReason.WRONG_PROPOSAL: phrase("起案の誤り", "wrong proposal"),
    },
    RemarkCode: {
        RemarkCode.INCOMPLETE: phrase("不足している", "incomplete"),
        RemarkCode.DIFFERS_FROM_REGISTER: phrase("住民記録と異なる", "differs from the register"),
        RemarkCode.NOT_READABLE: phrase("読み取れない", "not readable"),
    },
    CorrectableField: {
        CorrectableField.APPLICANT_NAME: phrase("氏名", "name"),
        CorrectableField.APPLICANT_BIRTH_DATE: phrase("生年月日", "date of birth"),
        CorrectableField.APPLICANT_MAIL: phrase("メールアドレス", "mail address"),
        CorrectableField.DELIVERY_POSTCODE: phrase("郵便番号", "postcode"),
        CorrectableField.DELIVERY_ADDRESS: phrase("送付先住所", "delivery address"),
    },
    DeadlineKind: {
        DeadlineKind.PAYMENT: phrase("納付", "payment"),
        DeadlineKind.CORRECTION: phrase("補正", "correction"),
        DeadlineKind.DELIVERY: phrase("配達の知らせ", "word of delivery"),
        DeadlineKind.RETURNED_MAIL: phrase("返戻郵便の保管", "keeping of returned mail"),
        DeadlineKind.LATE_RETURN: phrase("配達後の返戻の受付", "late returns"),
    },
    PaymentOrder: {
        PaymentOrder.FIRST: phrase("先に納付", "payment first"),
        PaymentOrder.AFTER_APPROVAL: phrase("決裁の後に納付", "payment after approval"),
    },
    Role: {
        Role.CITIZEN: phrase("申請者", "applicant"),
        Role.EXAMINER: phrase("審査担当", "examiner"),
        Role.APPROVER: phrase("決裁者", "approver"),
        Role.DISPATCHER: phrase("発送担当", "dispatcher"),
        Role.CLOSED_DESK: phrase("支援措置担当", "closed desk"),
        Role.AUDITOR: phrase("監査人", "auditor"),
        Role.SYSTEM: phrase("システム", "system"),
    },
    AccessGround: {
        AccessGround.EXAMINATION: phrase("審査", "examination"),
        AccessGround.HOLD: phrase("要確認の判断", "deciding on a hold"),
        AccessGround.APPROVAL: phrase("決裁", "approval"),
        AccessGround.DISPATCH: phrase("発送", "dispatch"),
        AccessGround.INQUIRY: phrase("本人からの照会", "the applicant asks"),
        AccessGround.COMPLAINT: phrase("審査請求・苦情", "complaint"),
    },
    Part: {
        Part.APPLICATION: phrase("申請書と住民記録", "application beside the register"),
        Part.FINDING: phrase("要確認の理由", "finding of the hold"),
        Part.CERTIFICATE: phrase("証明書", "certificate"),
        Part.COVER_LETTER: phrase("送付状", "cover letter"),
    },
    CertificateKind: {kind: phrase(kind.entry.title, kind.entry.english) for kind in CertificateKind},
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
    """Return a code's words. Raises KeyError for a code without any, which a test rules out."""
    return NAMES[type(member)][member.value]


def actor(by: str) -> Phrase:
    """Return who acted: the system, the applicant, or an officer by id."""
    if by == SYSTEM.id:
        return phrase("システム", "system")
    return phrase("申請者", "applicant") if by == APPLICANT.id else phrase(f"職員 {by}", f"officer {by}")
