"""Workflows, their messages and answers in words. Values are plain JSON as the history holds them."""

from collections.abc import Mapping
from typing import Any

from audit.phrases import Phrase, phrase
from audit.vocabulary import actor, named
from domain.certificates.status import Status

WORKFLOWS: dict[str, Phrase] = {
    "certificate-request": phrase("証明書の申請手続き", "The request's procedure"),
    "fee-payment": phrase("納付の手続き", "The payment's procedure"),
    "overpayment": phrase("過誤納金の還付", "The way back of what was paid beside the fee"),
}
ACTIONS: dict[str, Phrase] = {
    "withdraw": phrase("取下げ", "withdraw"),
    "correct": phrase("補正", "correct"),
    "take": phrase("審査の引受け", "take the case"),
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
_MESSAGES: dict[str, Phrase] = {
    "postal_hint": phrase("郵便の動き", "the post has news"),
    "payment_hint": phrase("納付の動き", "the payment provider has news"),
    "note_money": phrase("手数料のほかの納付・還付", "money beside the fee"),
    "renew_code": phrase("新しい支払コードの求め", "a new code is wanted"),
    "stop_collecting": phrase("納付を打ち切る", "the payment is no longer wanted"),
}


def workflow_words(name: str) -> Phrase:
    """Return a workflow type in words."""
    return WORKFLOWS.get(name) or phrase(name, name)


def decision_words(message: str, value: Any) -> Phrase:
    """Return a signal or update in words: who decides what, or what a machine tells."""
    if isinstance(value, Mapping) and isinstance(value.get("command"), Mapping):
        action = str(value["command"].get("action", ""))
        who = actor(str(value.get("actor", {}).get("id", "")))
        return who + phrase("、", ", ") + (ACTIONS.get(action) or phrase(action, action))
    return _MESSAGES.get(message) or phrase(message, message)


def message_words(value: Any) -> Phrase:
    """Return an answer in words: the status it names, or whether money came."""
    if not isinstance(value, Mapping):
        return phrase("", "")
    if "captured" in value:
        return phrase("納付あり", "paid") if value["captured"] else phrase("納付なし", "not paid")
    status = value.get("status")
    return named(Status(status)) if status in set(Status) else phrase("", "")
