"""Plain words for every problem: what is wrong and what to do. Only numbers and our own names are ever filled in."""

from typing import NamedTuple

from domain.problem_codes import ProblemCode


class Words(NamedTuple):
    """Reason and fix in one language."""

    reason: str
    fix: str


_JA = {
    ProblemCode.MISSING: Words("入力されていません。", "入力してください。"),
    ProblemCode.UNKNOWN_FIELD: Words("この項目は使えません。", "項目の名前を確かめるか、項目を除いてください。{hint}"),
    ProblemCode.WRONG_TYPE: Words("値の種類が違います。", "説明書にある形で書いてください。"),
    ProblemCode.TOO_LONG: Words("長すぎます。", "{limit}文字までにしてください。"),
    ProblemCode.UNSUPPORTED_CHARACTER: Words(
        "{position}文字目に、使えない文字があります。", "その文字を除くか、別の文字で書いてください。"
    ),
    ProblemCode.UNPRINTABLE_CHARACTER: Words(
        "{position}文字目は、オンラインの証明書には印刷できない文字です。",
        "住民票にある別の書き方(ローマ字など)があればそれで書き、なければ窓口または郵便で申請してください。",
    ),
    ProblemCode.SURROUNDING_SPACE: Words("はじめか終わりに空白があります。", "空白を除いてください。"),
    ProblemCode.MUNICIPALITY_UNKNOWN: Words(
        "この市区町村の申請は受け付けていません。", "6桁の市区町村コードを確かめてください。"
    ),
    ProblemCode.UNKNOWN_KIND: Words("この種類の証明書はありません。", "種類を選び直してください。"),
    ProblemCode.KIND_NOT_OFFERED: Words(
        "この証明書は、オンラインでは申請できません。", "窓口または郵便で申請してください。"
    ),
    ProblemCode.UNKNOWN_OPTION: Words("この選択肢はありません。", "選び直してください。"),
    ProblemCode.OPTION_NOT_OFFERED: Words(
        "この記載は、オンラインでは申請できません。", "選択を外すか、窓口で申請してください。"
    ),
    ProblemCode.COPIES_OUT_OF_RANGE: Words("通数は1通から10通までです。", "1から10までの整数にしてください。"),
    ProblemCode.MALFORMED_CHOICE: Words("はい・いいえで答える項目です。", "true か false を書いてください。"),
    ProblemCode.MALFORMED_DATE: Words("日付として読めません。", "1990-01-31のように、年-月-日で書いてください。"),
    ProblemCode.BIRTH_DATE_IN_FUTURE: Words(
        "生年月日が今日より後の日です。", "西暦の年を確かめて、書き直してください。"
    ),
    ProblemCode.BIRTH_DATE_TOO_OLD: Words(
        "生年月日が125年より前の年です。", "西暦の年を確かめて、書き直してください(昭和55年は1980年です)。"
    ),
    ProblemCode.TOO_YOUNG: Words(
        "{age}歳になっていない方は、この証明書を受けられません。",
        "生年月日を確かめてください。まちがいがなければ、{age}歳になってから申請してください。",
    ),
    ProblemCode.MALFORMED_MAIL: Words(
        "メールアドレスとして読めません。", "name@example.jpのように、@を1つ入れ、空白を入れずに書いてください。"
    ),
    ProblemCode.MALFORMED_POSTCODE: Words("郵便番号として読めません。", "999-0001のように、数字7桁で書いてください。"),
    ProblemCode.MALFORMED_NONCE: Words(
        "署名する文の番号が正しくありません。", "署名する文を、もう一度受け取ってください。"
    ),
    ProblemCode.NOT_CORRECTABLE: Words(
        "補正を求めていない項目が変わっています。", "この項目を元の内容に戻してください。"
    ),
    ProblemCode.STATEMENT_EXPIRED: Words(
        "署名する文の期限が過ぎました。", "署名する文をもう一度受け取り、署名し直してください。"
    ),
    ProblemCode.STATEMENT_USED: Words(
        "この署名は、すでに使われています。", "署名する文をもう一度受け取り、署名し直してください。"
    ),
    ProblemCode.SIGNATURE_MALFORMED: Words("署名として読めません。", "署名をBase64で書いてください。"),
    ProblemCode.SIGNATURE_REFUSED: Words(
        "署名を確かめることができません。", "マイナンバーカードで、もう一度署名してください。"
    ),
    ProblemCode.SIGNATURE_NOT_DER: Words(
        "署名(CMS)がDERではなく、BERで書かれています。",
        "DERに直してください: openssl cms -cmsout -inform DER -in 署名.ber -outform DER -out 署名.der "
        "(openssl cms -sign で作るときは -stream を付けません)",
    ),
    ProblemCode.SIGNATURE_ARMOURED: Words(
        "署名(CMS)がPEMまたはS/MIMEの形になっています。",
        "DERに直し、Base64で書いてください: openssl cms -cmsout -inform PEM -in 署名.pem -outform DER -out 署名.der "
        "(S/MIMEのときは -inform SMIME)",
    ),
    ProblemCode.SIGNATURE_ATTACHED: Words(
        "署名(CMS)の中に、署名した文が入っています。",
        "文を入れずに(detached)、もう一度署名してください。openssl cms -sign では -nodetach を付けません。",
    ),
    ProblemCode.SIGNATURE_OF_SEVERAL: Words(
        "署名(CMS)に、署名した人が二人以上います。", "申請する本人だけで、もう一度署名してください。"
    ),
    ProblemCode.SIGNATURE_WITHOUT_CERTIFICATE: Words(
        "署名(CMS)に、署名用電子証明書が入っていません。",
        "証明書を入れて、もう一度署名してください。openssl cms -sign では -nocerts を付けません。",
    ),
    ProblemCode.SIGNED_TEXT_DIFFERS: Words(
        "署名した文と、申請の内容が違います。", "内容を変えたときは、もう一度署名してください。"
    ),
    ProblemCode.MALFORMED_JSON: Words("JSONとして読めません。", "JSONの書き方を確かめてください。"),
    ProblemCode.MALFORMED_UTF8: Words(
        "{position}バイト目が、UTF-8の文字ではありません。", "UTF-8で保存して、もう一度送ってください。"
    ),
    ProblemCode.BODY_TOO_LARGE: Words("送られた内容が大きすぎます。", "{limit}バイトまでにしてください。"),
    ProblemCode.IDEMPOTENCY_KEY_MALFORMED: Words(
        "Idempotency-Keyとして読めません。", "半角の英数字と記号で、8文字から128文字までにしてください。"
    ),
}

_EN = {
    ProblemCode.MISSING: Words("This is missing.", "Please fill it in."),
    ProblemCode.UNKNOWN_FIELD: Words("This field is not known.", "Check its name or leave it out.{hint}"),
    ProblemCode.WRONG_TYPE: Words("This is the wrong type of value.", "Write it as the documentation shows."),
    ProblemCode.TOO_LONG: Words("This is too long.", "Use at most {limit} characters."),
    ProblemCode.UNSUPPORTED_CHARACTER: Words(
        "Character number {position} cannot be used.", "Leave it out or write it differently."
    ),
    ProblemCode.UNPRINTABLE_CHARACTER: Words(
        "Character number {position} cannot be printed on a certificate requested online.",
        "Use another spelling that your resident record has, such as Roman letters, or apply at the counter or by post.",
    ),
    ProblemCode.SURROUNDING_SPACE: Words("There is a space at the beginning or the end.", "Remove the space."),
    ProblemCode.MUNICIPALITY_UNKNOWN: Words(
        "Requests to this municipality are not taken here.", "Check the six digits of the municipality code."
    ),
    ProblemCode.UNKNOWN_KIND: Words("There is no certificate of this kind.", "Choose another kind."),
    ProblemCode.KIND_NOT_OFFERED: Words(
        "This certificate cannot be requested online.", "Please request it at the counter or by post."
    ),
    ProblemCode.UNKNOWN_OPTION: Words("There is no such choice.", "Choose again."),
    ProblemCode.OPTION_NOT_OFFERED: Words(
        "This entry cannot be requested online.", "Leave it out, or make the request at the counter."
    ),
    ProblemCode.COPIES_OUT_OF_RANGE: Words("You can request 1 to 10 copies.", "Write a whole number from 1 to 10."),
    ProblemCode.MALFORMED_CHOICE: Words("This is a yes-or-no question.", "Write true or false."),
    ProblemCode.MALFORMED_DATE: Words("This is not a date.", "Write year-month-day, as in 1990-01-31."),
    ProblemCode.BIRTH_DATE_IN_FUTURE: Words(
        "The birth date is later than today.", "Check the year of the Western calendar."
    ),
    ProblemCode.BIRTH_DATE_TOO_OLD: Words(
        "The birth date is more than 125 years ago.", "Check the year of the Western calendar."
    ),
    ProblemCode.TOO_YOUNG: Words(
        "Nobody under {age} can have this certificate.",
        "Check the birth date. If it is right, apply when {age} is reached.",
    ),
    ProblemCode.MALFORMED_MAIL: Words(
        "This is not a mail address.", "Write it with one @ and no spaces, as in name@example.jp."
    ),
    ProblemCode.MALFORMED_POSTCODE: Words("This is not a postcode.", "Write seven digits, as in 999-0001."),
    ProblemCode.MALFORMED_NONCE: Words("The number of the statement is not right.", "Ask for a new statement to sign."),
    ProblemCode.NOT_CORRECTABLE: Words(
        "This field was changed though no correction of it was asked for.", "Restore what the field said before."
    ),
    ProblemCode.STATEMENT_EXPIRED: Words("The statement to sign has expired.", "Ask for a new one and sign again."),
    ProblemCode.STATEMENT_USED: Words("This signature was used before.", "Ask for a new statement and sign again."),
    ProblemCode.SIGNATURE_MALFORMED: Words("The signature cannot be read.", "Write the signature in Base64."),
    ProblemCode.SIGNATURE_REFUSED: Words(
        "The signature cannot be confirmed.", "Please sign again with your My Number card."
    ),
    ProblemCode.SIGNATURE_NOT_DER: Words(
        "The signature (CMS) is written in BER, not in DER.",
        "Convert it: openssl cms -cmsout -inform DER -in signature.ber -outform DER -out signature.der "
        "(with openssl cms -sign, leave out -stream)",
    ),
    ProblemCode.SIGNATURE_ARMOURED: Words(
        "The signature (CMS) comes as PEM or S/MIME.",
        "Convert it to DER and write that in Base64: openssl cms -cmsout -inform PEM -in signature.pem -outform DER "
        "-out signature.der (for S/MIME: -inform SMIME)",
    ),
    ProblemCode.SIGNATURE_ATTACHED: Words(
        "The signature (CMS) has the signed text inside.",
        "Please sign again without it (detached): with openssl cms -sign, leave out -nodetach.",
    ),
    ProblemCode.SIGNATURE_OF_SEVERAL: Words(
        "The signature (CMS) has several signers.", "Please sign again, with the applicant's card alone."
    ),
    ProblemCode.SIGNATURE_WITHOUT_CERTIFICATE: Words(
        "The signature (CMS) has no signing certificate in it.",
        "Please sign again with the certificate: with openssl cms -sign, leave out -nocerts.",
    ),
    ProblemCode.SIGNED_TEXT_DIFFERS: Words(
        "The request differs from the text that was signed.", "If you changed something, please sign again."
    ),
    ProblemCode.MALFORMED_JSON: Words("This is not JSON.", "Check how the document is written."),
    ProblemCode.MALFORMED_UTF8: Words(
        "Byte number {position} is not part of a UTF-8 character.", "Save it as UTF-8 and send it again."
    ),
    ProblemCode.BODY_TOO_LARGE: Words("What was sent is too large.", "Send at most {limit} bytes."),
    ProblemCode.IDEMPOTENCY_KEY_MALFORMED: Words(
        "The Idempotency-Key cannot be used.", "Use 8 to 128 printable ASCII characters without spaces."
    ),
}

TEXTS = {"ja": _JA, "en": _EN}
