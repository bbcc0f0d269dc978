"""Codes of the certificates' procedure as words: statuses, grounds, kinds, actions. With those that all procedures share."""

from enum import StrEnum

from audit.phrases import Phrase, phrase
from audit.words.house import HOUSE
from audit.words.shape import Codes
from domain.cases.citizen import Proof
from domain.certificates.disclosure import Part
from domain.certificates.kinds import CertificateKind
from domain.certificates.status import (
    AssignReason,
    CorrectableField,
    HoldStage,
    LapseReason,
    RefundStatus,
    RejectionReason,
    RemandReason,
    RemarkCode,
    Status,
)
from domain.certificates.terms import DeadlineKind, PaymentOrder

CODES: Codes = {
    **HOUSE,
    Part: {
        Part.APPLICATION: phrase("申請書と住民記録", "application beside the register"),
        Part.FINDING: phrase("要確認の理由", "finding of the hold"),
        Part.CERTIFICATE: phrase("証明書", "certificate"),
        Part.COVER_LETTER: phrase("送付状", "cover letter"),
        Part.LETTER: phrase("郵便物(証明書と送付状)", "letter with the certificate"),
    },
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
        Proof.BROWSER: phrase("申請したブラウザーによる", "by the browser that sent the request"),
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
        RejectionReason.SEAL_NOT_REGISTERED: phrase("印鑑登録がない", "no seal registered"),
        RejectionReason.SEAL_SUSPENDED: phrase("印鑑登録証明書の交付停止", "certificates of the seal stopped"),
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
    AssignReason: {
        AssignReason.ABSENCE: phrase("担当の不在", "the examiner is away"),
        AssignReason.WORKLOAD: phrase("仕事の分担", "sharing out the work"),
        AssignReason.DEADLINE: phrase("処理期限", "the time limit"),
        AssignReason.RECUSAL: phrase("担当の回避", "recusal"),
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
    CertificateKind: {kind: phrase(kind.entry.title, kind.entry.english) for kind in CertificateKind},
}
ACTIONS: dict[str, Phrase] = {
    "withdraw": phrase("取下げ", "withdraw"),
    "correct": phrase("補正", "correct"),
    "take": phrase("審査の引受け", "take the case"),
    "assign": phrase("割り振り", "assign the case"),
    "propose_approval": phrase("交付の起案", "propose to issue"),
    "propose_rejection": phrase("却下の起案", "propose to reject"),
    "return_to_applicant": phrase("補正の求め", "return to the citizen"),
    "open_finding": phrase("要確認の理由を開く", "open the finding"),
    "release_hold": phrase("要確認の解除", "release the hold"),
    "check_again": phrase("再照会", "check again"),
    "approve": phrase("決裁", "approve"),
    "reject": phrase("却下", "reject"),
    "remand": phrase("差戻し", "send back to the examiner"),
    "confirm_dispatch": phrase("封かん・発送の確認", "confirm dispatch"),
    "record_returned_mail": phrase("返戻の記録", "record returned mail"),
    "destroy_returned_mail": phrase("返戻郵便の廃棄", "destroy returned mail"),
}


def named(member: StrEnum) -> Phrase:
    """Return a code's words. Raises KeyError for a code without any, which a test rules out."""
    return CODES[type(member)][member.value]
