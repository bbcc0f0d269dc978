"""Every event of a request as one plain sentence. No personal data: events carry none."""

from collections.abc import Callable
from typing import Any

from audit.phrases import Phrase, joined, moment, phrase
from audit.words.certificates.codes import named
from audit.words.house import EVERYWHERE
from domain.cases.citizen import Proof
from domain.cases.event import Event
from domain.certificates import events, examination_events, identity_events, money_events, paper_events
from domain.japan import legal_day
from domain.payments import overpayment


def _always(ja: str, en: str) -> Callable[[Any], Phrase]:
    said = phrase(ja, en)
    return lambda _event: said


def _received(event: events.RequestReceived) -> Phrase:
    kind, order, amount = named(event.kind), named(event.terms.payment_order), event.terms.amount
    return phrase(
        f"{kind.ja} {event.copies}通の申請が到達しました({amount}円、{order.ja})",
        f"A request for {event.copies} {kind.en} arrived ({amount} yen, {order.en})",
    )


def _identity_refused(event: identity_events.IdentityRefused) -> Phrase:
    reasons = ", ".join(event.reasons) or "-"
    return phrase(
        f"署名では本人と確かめられず、却下しました({reasons})",
        f"The signature does not identify the applicant: rejected ({reasons})",
    )


def _eligibility(event: identity_events.EligibilityConfirmed) -> Phrase:
    stage = named(event.stage)
    return phrase(f"{stage.ja}: 交付できます", f"{stage.en}: nothing stands against issuing")


def _held(event: identity_events.Held) -> Phrase:
    stage = named(event.stage)
    return phrase(f"{stage.ja}で、職員の確認が必要になりました", f"Held at the {stage.en}: an officer must look first")


def _finding_opened(event: identity_events.FindingOpened) -> Phrase:
    stage, ground = named(event.stage), named(event.ground)
    return phrase(
        f"{stage.ja}の要確認の理由を開きました({ground.ja})",
        f"Opened the finding of the hold at the {stage.en} ({ground.en})",
    )


def _release_proposed(event: identity_events.ReleaseProposed) -> Phrase:
    stage, role = named(event.stage), named(event.role)
    return phrase(
        f"{stage.ja}の要確認を解くことに、一人目として同意しました({role.ja})",
        f"Agreed, as the first of two, to release the hold at the {stage.en} ({role.en})",
    )


def _hold_released(event: identity_events.HoldReleased) -> Phrase:
    stage, role = named(event.stage), named(event.role)
    return phrase(
        f"{stage.ja}の要確認を、二人目として解きました({role.ja})",
        f"Released, as the second of two, the hold at the {stage.en} ({role.en})",
    )


def _check_repeated(event: identity_events.CheckRepeated) -> Phrase:
    stage = named(event.stage)
    return phrase(f"{stage.ja}をもう一度行わせました", f"Had the {stage.en} made again")


def _rejection_wanted(event: examination_events.RejectionWanted) -> Phrase:
    reasons = joined([named(reason) for reason in event.reasons])
    return phrase(
        f"却下すべきとして、審査へ差し戻しました({reasons.ja})",
        f"Sent back to the examiner, to be rejected ({reasons.en})",
    )


def _deadline(event: events.DeadlineSet) -> Phrase:
    kind, due = named(event.deadline), legal_day(event.due_at)
    return phrase(f"{kind.ja}の期限を{due}と定めました", f"The deadline for {kind.en} is {due}")


def _payment_requested(event: money_events.PaymentRequested) -> Phrase:
    return phrase(f"{event.amount}円の納付を求めました", f"Payment of {event.amount} yen was asked for")


def _captured(event: money_events.PaymentCaptured) -> Phrase:
    at, reference = moment(event.captured_at), event.provider_reference
    return phrase(
        f"{event.amount}円が{at}に納付されました(決済番号 {reference})",
        f"{event.amount} yen were paid at {at} (provider's number {reference})",
    )


def _assigned(event: examination_events.CaseAssigned) -> Phrase:
    reason = named(event.reason)
    if event.officer is None:
        return phrase(f"担当のいない案件に戻しました({reason.ja})", f"Put the case back for any examiner ({reason.en})")
    return phrase(
        f"職員 {event.officer} に割り振りました({reason.ja})", f"Gave the case to officer {event.officer} ({reason.en})"
    )


def _rejection_proposed(event: examination_events.RejectionProposed) -> Phrase:
    reasons = joined([named(reason) for reason in event.reasons])
    return phrase(f"却下を起案しました({reasons.ja})", f"Proposed to reject ({reasons.en})")


def _returned(event: examination_events.ReturnedToApplicant) -> Phrase:
    remarks = joined([named(each.field) + phrase("が", ": ") + named(each.code) for each in event.remarks])
    return phrase(f"申請者に補正を求めました({remarks.ja})", f"Asked the citizen to correct ({remarks.en})")


def _corrected(event: examination_events.Corrected) -> Phrase:
    again = phrase("、署名し直し", ", signed again") if event.resigned else phrase("", "")
    proof = _proof(event.proof)
    return phrase(
        f"補正されました(第{event.revision}版{again.ja}、{proof.ja})",
        f"The citizen corrected (version {event.revision}{again.en}, {proof.en})",
    )


def _withdrawn(event: events.Withdrawn) -> Phrase:
    proof = _proof(event.proof)
    return phrase(f"取り下げました({proof.ja})", f"Withdrew ({proof.en})")


def _proof(proof: Proof | None) -> Phrase:
    return phrase("確かめ方の記録なし", "no proof recorded") if proof is None else named(proof)


def _remanded(event: examination_events.RemandedToExaminer) -> Phrase:
    reason = named(event.reason)
    return phrase(f"審査へ差し戻しました({reason.ja})", f"Sent back to the examiner ({reason.en})")


def _rejected(event: examination_events.Rejected) -> Phrase:
    reasons = joined([named(reason) for reason in event.reasons])
    return phrase(f"却下しました({reasons.ja})", f"Rejected ({reasons.en})")


def _issued(event: paper_events.CertificateIssued) -> Phrase:
    mail = named(event.mail_class)
    return phrase(
        f"証明書と送付状を作りました({event.sheets}枚、{event.weight_grams}g、{mail.ja})",
        f"Certificate and cover letter were made ({event.sheets} sheets, {event.weight_grams} g, {mail.en})",
    )


def _dispatch_confirmed(event: paper_events.DispatchConfirmed) -> Phrase:
    number = event.tracking_number
    return phrase(f"封かんしました(追跡番号 {number})", f"The letter was sealed (tracking number {number})")


def _handed_over(event: paper_events.HandedOver) -> Phrase:
    at = moment(event.accepted_at)
    return phrase(f"郵便が{at}に引き受けました", f"The post accepted the letter at {at}")


def _hand_over_refused(event: paper_events.HandOverRefused) -> Phrase:
    if event.code == "register_changed":
        return phrase(
            "戻った郵便を出しませんでした(台帳の記載が変わりました)",
            "The returned letter was not sent again (the register has changed)",
        )
    return phrase(f"郵便が引き受けませんでした({event.code})", f"The post did not accept the letter ({event.code})")


def _delivered(event: paper_events.Delivered) -> Phrase:
    if not event.event_id:
        return phrase("期限までに知らせがなく、配達済みとしました", "No word by the deadline: taken as delivered")
    return phrase(f"配達されました(追跡記録 {event.event_id})", f"Delivered (scan {event.event_id})")


def _delivery_confirmed(event: paper_events.DeliveryConfirmed) -> Phrase:
    return phrase(
        f"配達の知らせが後から届きました(追跡記録 {event.event_id})",
        f"Word of delivery came late (scan {event.event_id})",
    )


def _late_returns_over(_event: paper_events.LateReturnsOver) -> Phrase:
    return phrase("配達後の返戻を受け付ける期間が終わりました", "The days for late returns are over")


def _mail_returned(event: paper_events.MailReturned) -> Phrase:
    reason = named(event.reason)
    return phrase(f"郵便が戻りました({reason.ja})", f"The letter came back ({reason.en})")


def _lapsed(event: events.Lapsed) -> Phrase:
    reason = named(event.reason)
    return phrase(f"失効しました({reason.ja})", f"Lapsed ({reason.en})")


def _refund_due(event: money_events.RefundDue) -> Phrase:
    return phrase(f"{event.amount}円を還付することになりました", f"{event.amount} yen must go back")


def _refunded(event: money_events.Refunded) -> Phrase:
    cancelled = event.method == "cancellation"
    way = phrase("取消し", "cancellation") if cancelled else phrase("返金", "refund")
    return phrase(f"還付しました({way.ja})", f"The money went back (by {way.en})")


def _refund_by_hand(event: money_events.RefundHandedToOfficer) -> Phrase:
    return phrase(
        f"決済事業者では還付できず、{event.officer}に引き継ぎました",
        f"The provider would not give the money back: handed to {event.officer}",
    )


def _overpayment_found(event: overpayment.OverpaymentFound) -> Phrase:
    at, reference = moment(event.captured_at), event.provider_reference
    return phrase(
        f"手数料のほかに{event.amount}円が{at}に納付されていました(過誤納、決済番号 {reference})。還付します",
        f"{event.amount} yen beside the fee were paid at {at} (provider's number {reference}): they must go back",
    )


def _overpayment_returned(event: overpayment.OverpaymentReturned) -> Phrase:
    cancelled = event.method == "cancellation"
    way = phrase("取消し", "cancellation") if cancelled else phrase("返金", "refund")
    return phrase(f"過誤納金を還付しました({way.ja})", f"What was paid beside the fee went back (by {way.en})")


def _overpayment_by_hand(event: overpayment.OverpaymentHandedToOfficer) -> Phrase:
    return phrase(
        f"決済事業者では過誤納金を還付できず、{event.officer}に引き継ぎました",
        f"The provider would not give back what was paid beside the fee: handed to {event.officer}",
    )


SENTENCES: dict[type[Event], Callable[[Any], Phrase]] = {
    **EVERYWHERE,
    events.RequestReceived: _received,
    identity_events.IdentityVerified: _always("署名で本人と確かめました", "The signature identifies the applicant"),
    identity_events.IdentityRefused: _identity_refused,
    identity_events.EligibilityConfirmed: _eligibility,
    identity_events.Held: _held,
    identity_events.FindingOpened: _finding_opened,
    identity_events.ReleaseProposed: _release_proposed,
    identity_events.HoldReleased: _hold_released,
    identity_events.CheckRepeated: _check_repeated,
    events.DeadlineSet: _deadline,
    money_events.PaymentRequested: _payment_requested,
    money_events.PaymentCaptured: _captured,
    examination_events.CaseTaken: _always("審査を引き受けました", "Took the case"),
    examination_events.CaseAssigned: _assigned,
    examination_events.ApprovalProposed: _always("交付を起案しました", "Proposed to issue"),
    examination_events.RejectionProposed: _rejection_proposed,
    examination_events.ReturnedToApplicant: _returned,
    examination_events.Corrected: _corrected,
    examination_events.RemandedToExaminer: _remanded,
    examination_events.RejectionWanted: _rejection_wanted,
    examination_events.Approved: _always("交付を決裁しました", "Approved"),
    examination_events.Rejected: _rejected,
    paper_events.CertificateIssued: _issued,
    paper_events.DispatchConfirmed: _dispatch_confirmed,
    paper_events.HandedOver: _handed_over,
    paper_events.HandOverRefused: _hand_over_refused,
    paper_events.Delivered: _delivered,
    paper_events.DeliveryConfirmed: _delivery_confirmed,
    paper_events.LateReturnsOver: _late_returns_over,
    paper_events.MailReturned: _mail_returned,
    paper_events.ReturnedMailDestroyed: _always("返戻郵便を廃棄しました", "The returned letter was destroyed"),
    events.Withdrawn: _withdrawn,
    events.Lapsed: _lapsed,
    money_events.RefundDue: _refund_due,
    money_events.Refunded: _refunded,
    money_events.RefundHandedToOfficer: _refund_by_hand,
    overpayment.OverpaymentFound: _overpayment_found,
    overpayment.OverpaymentReturned: _overpayment_returned,
    overpayment.OverpaymentHandedToOfficer: _overpayment_by_hand,
}
