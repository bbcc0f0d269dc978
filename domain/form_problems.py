"""Mistakes that any form, or any call, may have, and their words."""

from domain.problem_codes import ProblemCode, ProblemLanguage, Words


class FormProblem(ProblemCode):
    """What is wrong with a field, or with all that was sent."""

    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    TOO_LONG = "too_long"
    UNSUPPORTED_CHARACTER = "unsupported_character"
    SURROUNDING_SPACE = "surrounding_space"
    MUNICIPALITY_UNKNOWN = "municipality_unknown"
    UNKNOWN_OPTION = "unknown_option"
    MALFORMED_CHOICE = "malformed_choice"
    MALFORMED_DATE = "malformed_date"
    BIRTH_DATE_IN_FUTURE = "birth_date_in_future"
    BIRTH_DATE_TOO_OLD = "birth_date_too_old"
    MALFORMED_MAIL = "malformed_mail"
    MALFORMED_POSTCODE = "malformed_postcode"
    NOT_CORRECTABLE = "not_correctable"
    MALFORMED_JSON = "malformed_json"
    MALFORMED_UTF8 = "malformed_utf8"
    BODY_TOO_LARGE = "body_too_large"
    IDEMPOTENCY_KEY_MALFORMED = "idempotency_key_malformed"

    def words(self, language: ProblemLanguage) -> Words:
        """Return reason and fix."""
        return (_JA if language == "ja" else _EN)[self]


_JA = {
    FormProblem.MISSING: Words("入力されていません。", "入力してください。"),
    FormProblem.UNKNOWN_FIELD: Words("この項目は使えません。", "項目の名前を確かめるか、項目を除いてください。{hint}"),
    FormProblem.WRONG_TYPE: Words("値の種類が違います。", "説明書にある形で書いてください。"),
    FormProblem.TOO_LONG: Words("長すぎます。", "{limit}文字までにしてください。"),
    FormProblem.UNSUPPORTED_CHARACTER: Words(
        "{position}文字目に、使えない文字があります。", "その文字を除くか、別の文字で書いてください。"
    ),
    FormProblem.SURROUNDING_SPACE: Words("はじめか終わりに空白があります。", "空白を除いてください。"),
    FormProblem.MUNICIPALITY_UNKNOWN: Words(
        "この市区町村の申請は受け付けていません。", "6桁の市区町村コードを確かめてください。"
    ),
    FormProblem.UNKNOWN_OPTION: Words("この選択肢はありません。", "選び直してください。"),
    FormProblem.MALFORMED_CHOICE: Words("はい・いいえで答える項目です。", "true か false を書いてください。"),
    FormProblem.MALFORMED_DATE: Words("日付として読めません。", "1990-01-31のように、年-月-日で書いてください。"),
    FormProblem.BIRTH_DATE_IN_FUTURE: Words(
        "生年月日が今日より後の日です。", "西暦の年を確かめて、書き直してください。"
    ),
    FormProblem.BIRTH_DATE_TOO_OLD: Words(
        "生年月日が125年より前の年です。", "西暦の年を確かめて、書き直してください(昭和55年は1980年です)。"
    ),
    FormProblem.MALFORMED_MAIL: Words(
        "メールアドレスとして読めません。", "name@example.jpのように、@を1つ入れ、空白を入れずに書いてください。"
    ),
    FormProblem.MALFORMED_POSTCODE: Words("郵便番号として読めません。", "999-0001のように、数字7桁で書いてください。"),
    FormProblem.NOT_CORRECTABLE: Words(
        "補正を求めていない項目が変わっています。", "この項目を元の内容に戻してください。"
    ),
    FormProblem.MALFORMED_JSON: Words("JSONとして読めません。", "JSONの書き方を確かめてください。"),
    FormProblem.MALFORMED_UTF8: Words(
        "{position}バイト目が、UTF-8の文字ではありません。", "UTF-8で保存して、もう一度送ってください。"
    ),
    FormProblem.BODY_TOO_LARGE: Words("送られた内容が大きすぎます。", "{limit}バイトまでにしてください。"),
    FormProblem.IDEMPOTENCY_KEY_MALFORMED: Words(
        "Idempotency-Keyとして読めません。", "半角の英数字と記号で、8文字から128文字までにしてください。"
    ),
}

_EN = {
    FormProblem.MISSING: Words("This is missing.", "Please fill it in."),
    FormProblem.UNKNOWN_FIELD: Words("This field is not known.", "Check its name or leave it out.{hint}"),
    FormProblem.WRONG_TYPE: Words("This is the wrong type of value.", "Write it as the documentation shows."),
    FormProblem.TOO_LONG: Words("This is too long.", "Use at most {limit} characters."),
    FormProblem.UNSUPPORTED_CHARACTER: Words(
        "Character number {position} cannot be used.", "Leave it out or write it differently."
    ),
    FormProblem.SURROUNDING_SPACE: Words("There is a space at the beginning or the end.", "Remove the space."),
    FormProblem.MUNICIPALITY_UNKNOWN: Words(
        "Requests to this municipality are not taken here.", "Check the six digits of the municipality code."
    ),
    FormProblem.UNKNOWN_OPTION: Words("There is no such choice.", "Choose again."),
    FormProblem.MALFORMED_CHOICE: Words("This is a yes-or-no question.", "Write true or false."),
    FormProblem.MALFORMED_DATE: Words("This is not a date.", "Write year-month-day, as in 1990-01-31."),
    FormProblem.BIRTH_DATE_IN_FUTURE: Words(
        "The birth date is later than today.", "Check the year of the Western calendar."
    ),
    FormProblem.BIRTH_DATE_TOO_OLD: Words(
        "The birth date is more than 125 years ago.", "Check the year of the Western calendar."
    ),
    FormProblem.MALFORMED_MAIL: Words(
        "This is not a mail address.", "Write it with one @ and no spaces, as in name@example.jp."
    ),
    FormProblem.MALFORMED_POSTCODE: Words("This is not a postcode.", "Write seven digits, as in 999-0001."),
    FormProblem.NOT_CORRECTABLE: Words(
        "This field was changed though no correction of it was asked for.", "Restore what the field said before."
    ),
    FormProblem.MALFORMED_JSON: Words("This is not JSON.", "Check how the document is written."),
    FormProblem.MALFORMED_UTF8: Words(
        "Byte number {position} is not part of a UTF-8 character.", "Save it as UTF-8 and send it again."
    ),
    FormProblem.BODY_TOO_LARGE: Words("What was sent is too large.", "Send at most {limit} bytes."),
    FormProblem.IDEMPOTENCY_KEY_MALFORMED: Words(
        "The Idempotency-Key cannot be used.", "Use 8 to 128 printable ASCII characters without spaces."
    ),
}
