"""What each step of the procedure does and brought, in words. Results are read as JSON: old ones may have other fields."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from audit.phrases import Phrase, moment, phrase
from domain.japan import legal_day

_Result = Mapping[str, Any]

STEPS: dict[str, Phrase] = {
    "read_terms": phrase("手数料と規則を読む", "read fee and rules"),
    "verify_identity": phrase("署名で本人を確かめる", "check the signature"),
    "check_eligibility": phrase("住民記録に照会する", "ask the register"),
    "compute_deadline": phrase("期限を計算する", "compute a deadline"),
    "record_events": phrase("台帳に記録する", "record in the ledger"),
    "try_print": phrase("印刷できるか試す", "try the print"),
    "issue_certificate": phrase("証明書を作る", "make the certificate"),
    "hand_over": phrase("郵便に引き渡す", "hand the letter to the post"),
    "track_letter": phrase("郵便の追跡を調べる", "track the letter"),
    "create_charge": phrase("支払コードを作る", "make a code to pay"),
    "read_charge": phrase("決済事業者に照会する", "ask the payment provider"),
    "close_charge": phrase("支払コードを閉じる", "close the code"),
    "return_payment": phrase("還付する", "give the money back"),
}


def step_words(name: str) -> Phrase:
    """Return what a step does; its bare name when it is not among ours (any more)."""
    return STEPS.get(name) or phrase(name, name)


def outcome(name: str, result: Any) -> Phrase:
    """Return what a finished step brought."""
    tell = _OUTCOMES.get(name)
    if tell is None or not isinstance(result, Mapping):
        return phrase("済み", "done")
    try:
        return tell(result)
    except (KeyError, TypeError, ValueError):  # written by another version of the step
        return phrase("済み", "done")


def _at(text: Any) -> str:
    return moment(datetime.fromisoformat(text))


def _terms(result: _Result) -> Phrase:
    amount = sum(line["quantity"] * line["unit_price"] for line in result["fee"])
    return phrase(f"{amount}円", f"{amount} yen")


def _identity(result: _Result) -> Phrase:
    if result["verified"]:
        return phrase("本人と確認", "it is the applicant")
    reasons = ", ".join(result["reasons"]) or "-"
    return phrase(f"確認できず({reasons})", f"not established ({reasons})")


def _eligibility(result: _Result) -> Phrase:
    return phrase("交付できる", "clear") if result["clear"] else phrase("要確認", "an officer must look")


def _due(result: _Result) -> Phrase:
    return phrase(*[legal_day(datetime.fromisoformat(result["at"]))] * 2)


def _recorded(result: _Result) -> Phrase:
    return phrase(f"第{result['place']}件まで", f"up to event {result['place']}")


def _printable(_result: _Result) -> Phrase:
    return phrase("印刷できる", "it can be printed and posted")


def _issued(result: _Result) -> Phrase:
    sheets, grams = result["sheets"], result["weight_grams"]
    return phrase(f"{sheets}枚、{grams}g", f"{sheets} sheets, {grams} g")


def _handed_over(result: _Result) -> Phrase:
    return phrase(f"{_at(result['at'])}引受", f"accepted {_at(result['at'])}")


def _tracked(result: _Result) -> Phrase:
    if result.get("delivered"):
        return phrase("配達済み", "delivered")
    return phrase("返送", "returned") if result.get("returned") else phrase("まだ届いていない", "still on its way")


def _charge_made(result: _Result) -> Phrase:
    if result.get("address_lost"):
        return phrase("あて先が失われ、使えない", "its address was lost")
    return phrase(f"{result['charge_id']}", f"{result['charge_id']}")


def _charge_seen(result: _Result) -> Phrase:
    if not result["captured"]:
        return phrase("未納付", "not paid")
    return phrase(f"{result['amount']}円 納付済み", f"{result['amount']} yen paid")


def _returned(result: _Result) -> Phrase:
    return phrase("取消し", "cancelled") if result["method"] == "cancellation" else phrase("返金", "refunded")


_OUTCOMES: dict[str, Callable[[_Result], Phrase]] = {
    "read_terms": _terms,
    "verify_identity": _identity,
    "check_eligibility": _eligibility,
    "compute_deadline": _due,
    "record_events": _recorded,
    "try_print": _printable,
    "issue_certificate": _issued,
    "hand_over": _handed_over,
    "track_letter": _tracked,
    "create_charge": _charge_made,
    "read_charge": _charge_seen,
    "close_charge": _charge_seen,
    "return_payment": _returned,
}
