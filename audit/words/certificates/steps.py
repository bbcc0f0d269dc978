"""What each step of the certificates' procedure does and brought, in words; its messages."""

from datetime import datetime

from audit.phrases import Phrase, moment, phrase
from audit.words.shape import EngineWords, Result
from domain.japan import legal_day


def _terms(result: Result) -> Phrase:
    amount = sum(line["quantity"] * line["unit_price"] for line in result["fee"])
    return phrase(f"{amount}円", f"{amount} yen")


def _identity(result: Result) -> Phrase:
    if result["verified"]:
        return phrase("本人と確認", "it is the applicant")
    reasons = ", ".join(result["reasons"]) or "-"
    return phrase(f"確認できず({reasons})", f"not established ({reasons})")


def _eligibility(result: Result) -> Phrase:
    return phrase("交付できる", "clear") if result["clear"] else phrase("要確認", "an officer must look")


def _due(result: Result) -> Phrase:
    return phrase(*[legal_day(datetime.fromisoformat(result["at"]))] * 2)


def _printable(_result: Result) -> Phrase:
    return phrase("印刷できる", "it can be printed and posted")


def _issued(result: Result) -> Phrase:
    sheets, grams = result["sheets"], result["weight_grams"]
    return phrase(f"{sheets}枚、{grams}g", f"{sheets} sheets, {grams} g")


def _handed_over(result: Result) -> Phrase:
    at = moment(datetime.fromisoformat(result["at"]))
    return phrase(f"{at}引受", f"accepted {at}")


def _tracked(result: Result) -> Phrase:
    if result.get("delivered"):
        return phrase("配達済み", "delivered")
    return phrase("返送", "returned") if result.get("returned") else phrase("まだ届いていない", "still on its way")


ENGINE = EngineWords(
    workflows={"certificate-request": phrase("証明書の申請手続き", "The request's procedure")},
    messages={
        "postal_hint": phrase("郵便の動き", "the post has news"),
        "note_money": phrase("手数料のほかの納付・還付", "money beside the fee"),
    },
    steps={
        "read_terms": phrase("手数料と規則を読む", "read fee and rules"),
        "verify_identity": phrase("署名で本人を確かめる", "check the signature"),
        "check_eligibility": phrase("住民記録に照会する", "ask the register"),
        "compute_deadline": phrase("期限を計算する", "compute a deadline"),
        "try_print": phrase("印刷できるか試す", "try the print"),
        "issue_certificate": phrase("証明書を作る", "make the certificate"),
        "hand_over": phrase("郵便に引き渡す", "hand the letter to the post"),
        "track_letter": phrase("郵便の追跡を調べる", "track the letter"),
    },
    outcomes={
        "read_terms": _terms,
        "verify_identity": _identity,
        "check_eligibility": _eligibility,
        "compute_deadline": _due,
        "try_print": _printable,
        "issue_certificate": _issued,
        "hand_over": _handed_over,
        "track_letter": _tracked,
    },
)
