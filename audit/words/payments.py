"""The payment's procedure in words: a child that any procedure with a charge may start."""

from audit.phrases import Phrase, phrase
from audit.words.shape import EngineWords, Result


def _charge_made(result: Result) -> Phrase:
    if result.get("address_lost"):
        return phrase("あて先が失われ、使えない", "its address was lost")
    return phrase(f"{result['charge_id']}", f"{result['charge_id']}")


def _charge_seen(result: Result) -> Phrase:
    if not result["captured"]:
        return phrase("未納付", "not paid")
    return phrase(f"{result['amount']}円 納付済み", f"{result['amount']} yen paid")


def _returned(result: Result) -> Phrase:
    return phrase("取消し", "cancelled") if result["method"] == "cancellation" else phrase("返金", "refunded")


def _answer(result: Result) -> Phrase | None:
    if "capture" not in result:
        return None
    return phrase("納付あり", "paid") if result["capture"] else phrase("納付なし", "not paid")


PAYMENTS = EngineWords(
    workflows={
        "fee-payment": phrase("納付の手続き", "The payment's procedure"),
        "overpayment": phrase("過誤納金の還付", "The way back of what was paid beside the fee"),
    },
    messages={
        "payment_hint": phrase("納付の動き", "the payment provider has news"),
        "renew_code": phrase("新しい支払コードの求め", "a new code is wanted"),
        "stop_collecting": phrase("納付を打ち切る", "the payment is no longer wanted"),
    },
    steps={
        "create_charge": phrase("支払コードを作る", "make a code to pay"),
        "read_charge": phrase("決済事業者に照会する", "ask the payment provider"),
        "close_charge": phrase("支払コードを閉じる", "close the code"),
        "return_payment": phrase("還付する", "give the money back"),
    },
    outcomes={
        "create_charge": _charge_made,
        "read_charge": _charge_seen,
        "close_charge": _charge_seen,
        "return_payment": _returned,
    },
    answers=(_answer,),
)
