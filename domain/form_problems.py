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
    NO_SUCH_DAY = "no_such_day"
    ERA_MISSING = "era_missing"
    DAY_OUTSIDE_ERA = "day_outside_era"
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
        return {"ja": _JA, "ja-simple": _JA_SIMPLE, "en": _EN}[language][self]


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
    FormProblem.NO_SUCH_DAY: Words("この日は暦にありません。", "月と日を確かめて、1990-01-31のように書いてください。"),
    FormProblem.ERA_MISSING: Words(
        "元号がないので、どの年か分かりません。", "昭和60年4月12日か、1985-04-12のように書いてください。"
    ),
    FormProblem.DAY_OUTSIDE_ERA: Words(
        "この日は、書かれた元号の日ではありません。", "元号は{era}です。昭和60年4月12日のように書き直してください。"
    ),
    FormProblem.BIRTH_DATE_IN_FUTURE: Words(
        "生年月日が今日より後の日です。", "年を確かめて、1985-04-12のように書き直してください。"
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

_JA_SIMPLE = {
    FormProblem.MISSING: Words(
        "まだ書(か)いていません。",
        "書(か)いてください。",
    ),
    FormProblem.UNKNOWN_FIELD: Words(
        "この項目(こうもく)は使(つか)えません。",
        "項目(こうもく)の名前(なまえ)を確(たし)かめるか、消(け)してください。{hint}",
    ),
    FormProblem.WRONG_TYPE: Words(
        "書(か)き方(かた)がちがいます。",
        "説明(せつめい)のとおりに書(か)いてください。",
    ),
    FormProblem.TOO_LONG: Words(
        "長(なが)すぎます。",
        "{limit}文字(もじ)までにしてください。",
    ),
    FormProblem.UNSUPPORTED_CHARACTER: Words(
        "{position}番目(ばんめ)の文字(もじ)は使(つか)えません。",
        "その文字(もじ)を消(け)すか、ほかの文字で書(か)いてください。",
    ),
    FormProblem.SURROUNDING_SPACE: Words(
        "はじめか終(お)わりに空白(くうはく)があります。",
        "空白(くうはく)を消(け)してください。",
    ),
    FormProblem.MUNICIPALITY_UNKNOWN: Words(
        "この市(し)や町(まち)の申(もう)しこみは、ここではできません。",
        "6けたの市区町村(しくちょうそん)コードを確(たし)かめてください。",
    ),
    FormProblem.UNKNOWN_OPTION: Words(
        "これは選(えら)べません。",
        "もう一度(いちど)選(えら)んでください。",
    ),
    FormProblem.MALFORMED_CHOICE: Words(
        "「はい」か「いいえ」で答(こた)えるところです。",
        "true か false を書(か)いてください。",
    ),
    FormProblem.MALFORMED_DATE: Words(
        "日(ひ)にちとして読(よ)めません。",
        "1990-01-31のように、年(ねん)-月(つき)-日(ひ)で書(か)いてください。",
    ),
    FormProblem.NO_SUCH_DAY: Words(
        "この日(ひ)はカレンダーにありません。",
        "月(つき)と日(ひ)を確(たし)かめて、1990-01-31のように書(か)いてください。",
    ),
    FormProblem.ERA_MISSING: Words(
        "どの年(とし)か分(わ)かりません。",
        "1985-04-12か、昭和(しょうわ)60年(ねん)4月(がつ)12日(にち)のように書(か)いてください。",
    ),
    FormProblem.DAY_OUTSIDE_ERA: Words(
        "元号(げんごう)と日(ひ)にちが合(あ)いません。",
        "元号(げんごう)は{era}({reading})です。1985-04-12のように書(か)いてもいいです。",
    ),
    FormProblem.BIRTH_DATE_IN_FUTURE: Words(
        "今日(きょう)よりあとの日(ひ)です。",
        "生(う)まれた年(とし)を確(たし)かめて、1985-04-12のように書(か)いてください。",
    ),
    FormProblem.BIRTH_DATE_TOO_OLD: Words(
        "125年(ねん)より前(まえ)の年(とし)です。",
        "生(う)まれた年(とし)を確(たし)かめて、1985-04-12のように書(か)いてください。",
    ),
    FormProblem.MALFORMED_MAIL: Words(
        "メールアドレスとして読(よ)めません。",
        "name@example.jpのように、@を1つ入(い)れて、空白(くうはく)を入れないで書(か)いてください。",
    ),
    FormProblem.MALFORMED_POSTCODE: Words(
        "郵便番号(ゆうびんばんごう)として読(よ)めません。",
        "999-0001のように、数字(すうじ)7けたで書(か)いてください。",
    ),
    FormProblem.NOT_CORRECTABLE: Words(
        "なおさなくていいところが変(か)わっています。",
        "前(まえ)と同(おな)じにしてください。",
    ),
    FormProblem.MALFORMED_JSON: Words(
        "JSONとして読(よ)めません。",
        "JSONの書(か)き方(かた)を確(たし)かめてください。",
    ),
    FormProblem.MALFORMED_UTF8: Words(
        "{position}番目(ばんめ)のバイトが、UTF-8の文字(もじ)ではありません。",
        "UTF-8にして、もう一度(いちど)送(おく)ってください。",
    ),
    FormProblem.BODY_TOO_LARGE: Words(
        "送(おく)ったものが大(おお)きすぎます。",
        "{limit}バイトまでにしてください。",
    ),
    FormProblem.IDEMPOTENCY_KEY_MALFORMED: Words(
        "Idempotency-Keyとして読(よ)めません。",
        "英語(えいご)の文字(もじ)と数字(すうじ)で、8文字(もじ)から128文字までにしてください。",
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
    FormProblem.NO_SUCH_DAY: Words(
        "There is no such day in the calendar.", "Check month and day, and write them as in 1990-01-31."
    ),
    FormProblem.ERA_MISSING: Words(
        "Without an era it is not clear which year is meant.", "Write it as in 1985-04-12 or 昭和60年4月12日."
    ),
    FormProblem.DAY_OUTSIDE_ERA: Words(
        "This day is not in the era that was written.",
        "The era is {roman} ({era}). Write the day as in 昭和60年4月12日 or 1985-04-12.",
    ),
    FormProblem.BIRTH_DATE_IN_FUTURE: Words(
        "The birth date is later than today.", "Check the year, and write the day as in 1985-04-12."
    ),
    FormProblem.BIRTH_DATE_TOO_OLD: Words(
        "The birth date is more than 125 years ago.", "Check the year, and write the day as in 1985-04-12."
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
