"""Refusals that belong to HTTP and to no rule of the domain: a closed list, each with its status and its words."""

from collections.abc import Mapping
from enum import StrEnum

from starlette.exceptions import HTTPException

from domain.problem_codes import ProblemCode, Words


class HttpCode(StrEnum):
    """What is wrong with a call."""

    MALFORMED_JSON = "malformed_json"
    MALFORMED_UTF8 = "malformed_utf8"
    DUPLICATE_KEY = "duplicate_key"
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing"
    IDEMPOTENCY_KEY_MALFORMED = "idempotency_key_malformed"
    CALL_MALFORMED = "call_malformed"
    FORM_FOREIGN = "form_foreign"
    UNAUTHENTICATED = "unauthenticated"
    WEBHOOK_REFUSED = "webhook_refused"
    KEY_REFUSED = "key_refused"
    KEY_OF_OTHER_MODE = "key_of_other_mode"
    SCOPE_MISSING = "scope_missing"
    TOO_MANY_CALLS = "too_many_calls"
    TOO_MANY_ENDPOINTS = "too_many_endpoints"
    ENDPOINT_UNFIT = "endpoint_unfit"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    BODY_TOO_LARGE = "body_too_large"
    NOT_JSON = "not_json"
    CALL_INVALID = "call_invalid"
    INTERNAL_ERROR = "internal_error"


STATUS: dict[HttpCode, int] = {
    HttpCode.MALFORMED_JSON: 400,
    HttpCode.MALFORMED_UTF8: 400,
    HttpCode.DUPLICATE_KEY: 400,
    HttpCode.IDEMPOTENCY_KEY_MISSING: 400,
    HttpCode.IDEMPOTENCY_KEY_MALFORMED: 400,
    HttpCode.CALL_MALFORMED: 400,
    HttpCode.FORM_FOREIGN: 403,
    HttpCode.UNAUTHENTICATED: 401,
    HttpCode.WEBHOOK_REFUSED: 401,
    HttpCode.KEY_REFUSED: 401,
    HttpCode.KEY_OF_OTHER_MODE: 403,
    HttpCode.SCOPE_MISSING: 403,
    HttpCode.TOO_MANY_CALLS: 429,
    HttpCode.TOO_MANY_ENDPOINTS: 409,
    HttpCode.ENDPOINT_UNFIT: 422,
    HttpCode.NOT_FOUND: 404,
    HttpCode.METHOD_NOT_ALLOWED: 405,
    HttpCode.BODY_TOO_LARGE: 413,
    HttpCode.NOT_JSON: 415,
    HttpCode.CALL_INVALID: 422,
    HttpCode.INTERNAL_ERROR: 500,
}

_JA = {
    HttpCode.MALFORMED_JSON: Words("JSONとして読めません。", "JSONの書き方を確かめてください。"),
    HttpCode.MALFORMED_UTF8: Words("UTF-8の文字ではありません。", "UTF-8で保存して、もう一度送ってください。"),
    HttpCode.DUPLICATE_KEY: Words("同じ名前の項目が2つあります。", "1つにしてください。"),
    HttpCode.IDEMPOTENCY_KEY_MISSING: Words(
        "Idempotency-Keyがありません。", "申請ごとに新しい値を1つ作り、送り直すときも同じ値を付けてください。"
    ),
    HttpCode.IDEMPOTENCY_KEY_MALFORMED: Words(
        "Idempotency-Keyとして読めません。", "半角の英数字と記号で、8文字から128文字までにしてください。"
    ),
    HttpCode.CALL_MALFORMED: Words("呼び出しを読めません。", "説明書にある形で送ってください。"),
    HttpCode.FORM_FOREIGN: Words(
        "この画面は古くなりました(ブラウザーのクッキーが消えたか、長い時間がたちました)。",
        "前の画面に戻って開き直してから、もう一度押してください。まだ何も送られていません。",
    ),
    HttpCode.UNAUTHENTICATED: Words("職員のトークンがないか、正しくありません。", "Authorizationを確かめてください。"),
    HttpCode.WEBHOOK_REFUSED: Words("署名を確かめることができません。", "共有の秘密を確かめてください。"),
    HttpCode.KEY_REFUSED: Words(
        "ポータルのキーが正しくないか、使えなくなっています。", "キーを確かめるか、市に新しいキーを求めてください。"
    ),
    HttpCode.KEY_OF_OTHER_MODE: Words(
        "このキーは、ここでは使えません。",
        "mdg_test_ で始まるキーは練習用の市、mdg_live_ で始まるキーは本番の市で使ってください。",
    ),
    HttpCode.SCOPE_MISSING: Words("このキーには、この操作をする権限がありません。", "市に権限を求めてください。"),
    HttpCode.TOO_MANY_CALLS: Words("呼び出しが多すぎます。", "Retry-Afterの秒数だけ待って、もう一度送ってください。"),
    HttpCode.TOO_MANY_ENDPOINTS: Words("通知先が多すぎます。", "使わない通知先を消してください。"),
    HttpCode.ENDPOINT_UNFIT: Words(
        "このアドレスには通知を送れません。", "https:// で始まり、ポート番号や利用者名のないアドレスにしてください。"
    ),
    HttpCode.NOT_FOUND: Words("この場所には何もありません。", "アドレスを確かめてください。"),
    HttpCode.METHOD_NOT_ALLOWED: Words("この操作はできません。", "Allowにある操作を使ってください。"),
    HttpCode.BODY_TOO_LARGE: Words("送られた内容が大きすぎます。", "64KiBまでにしてください。"),
    HttpCode.NOT_JSON: Words("JSONではありません。", "Content-Typeをapplication/jsonにしてください。"),
    HttpCode.CALL_INVALID: Words("送られた内容に誤りがあります。", "示された項目を直してください。"),
    HttpCode.INTERNAL_ERROR: Words(
        "こちらの不具合です。", "少し待って、もう一度試してください。続くときは、error_idを知らせてください。"
    ),
}

# Whoever writes to us may get these; the others are for officers and operators, in Japanese.
_JA_SIMPLE = _JA | {
    HttpCode.FORM_FOREIGN: Words(
        "このページは古(ふる)くなりました。",
        "まだ何(なに)も送(おく)っていません。前(まえ)のページにもどって、もう一度(いちど)開(ひら)いてから押(お)してください。",
    ),
    HttpCode.NOT_FOUND: Words(
        "ここには何(なに)もありません。",
        "アドレスを確(たし)かめてください。",
    ),
    HttpCode.BODY_TOO_LARGE: Words(
        "送(おく)ったものが大(おお)きすぎます。",
        "64KiBまでにしてください。",
    ),
    HttpCode.CALL_INVALID: Words(
        "まちがいがあります。",
        "下(した)のところをなおしてください。",
    ),
    HttpCode.INTERNAL_ERROR: Words(
        "こちらがまちがえました。",
        "少(すこ)し待(ま)って、もう一度(いちど)してください。また同(おな)じときは、error_idを教(おし)えてください。",
    ),
}

_EN = {
    HttpCode.MALFORMED_JSON: Words("This is not JSON.", "Check how the document is written."),
    HttpCode.MALFORMED_UTF8: Words("This is not UTF-8.", "Save it as UTF-8 and send it again."),
    HttpCode.DUPLICATE_KEY: Words("Two entries have the same name.", "Write it once."),
    HttpCode.IDEMPOTENCY_KEY_MISSING: Words(
        "The header Idempotency-Key is missing.", "Make one new value per request and repeat it when you send again."
    ),
    HttpCode.IDEMPOTENCY_KEY_MALFORMED: Words(
        "The Idempotency-Key cannot be used.", "Use 8 to 128 printable ASCII characters without spaces."
    ),
    HttpCode.CALL_MALFORMED: Words("The call cannot be read.", "Write it as the documentation shows."),
    HttpCode.FORM_FOREIGN: Words(
        "This page is too old, or the browser lost its cookie.",
        "Go back, open the page again, and press once more. Nothing was sent.",
    ),
    HttpCode.UNAUTHENTICATED: Words("The officer's token is missing or wrong.", "Check the Authorization header."),
    HttpCode.WEBHOOK_REFUSED: Words("The signature cannot be confirmed.", "Check the shared secret."),
    HttpCode.KEY_REFUSED: Words(
        "The portal's key is wrong or no longer good.", "Check it, or ask the city for a new one."
    ),
    HttpCode.KEY_OF_OTHER_MODE: Words(
        "This key is not good here.",
        "Keys with mdg_test_ are for the sandbox city, keys with mdg_live_ for a real one.",
    ),
    HttpCode.SCOPE_MISSING: Words("This key has not the right to do this.", "Ask the city for the scope."),
    HttpCode.TOO_MANY_CALLS: Words("Too many calls.", "Wait as many seconds as Retry-After says, then send it again."),
    HttpCode.TOO_MANY_ENDPOINTS: Words("There are too many endpoints.", "Remove one you do not use."),
    HttpCode.ENDPOINT_UNFIT: Words(
        "Nothing can be sent to this address.", "Use one with https:// and without port or user name."
    ),
    HttpCode.NOT_FOUND: Words("There is nothing here.", "Check the address."),
    HttpCode.METHOD_NOT_ALLOWED: Words("This method cannot be used here.", "Use one of those in Allow."),
    HttpCode.BODY_TOO_LARGE: Words("What was sent is too large.", "Send at most 64 KiB."),
    HttpCode.NOT_JSON: Words("This is not JSON.", "Send it with Content-Type: application/json."),
    HttpCode.CALL_INVALID: Words("What was sent has mistakes.", "Correct the fields that are named."),
    HttpCode.INTERNAL_ERROR: Words(
        "The fault is ours.", "Wait a little and try again. If it stays, tell us the error_id."
    ),
}

HTTP_TEXTS = {"ja": _JA, "ja-simple": _JA_SIMPLE, "en": _EN}


class HttpRefusal(HTTPException):
    """A call that is refused before any rule is asked.

    `code` says why. `mistake` tells more where there is more to tell: a problem's code and the facts its words name.
    It is an HTTPException because FastAPI passes no other through from the reading of a body.
    """

    def __init__(
        self,
        code: HttpCode,
        *,
        headers: Mapping[str, str] | None = None,
        mistake: tuple[ProblemCode, Mapping[str, int | str]] | None = None,
    ) -> None:
        super().__init__(STATUS[code], headers=dict(headers or {}))
        self.code = code
        self.mistake = mistake
