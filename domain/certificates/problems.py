"""Mistakes in a request for a certificate, and their words."""

from domain.certificates.application import Application
from domain.form_problems import FormProblem
from domain.identity.signature_problems import SignatureProblem
from domain.problem_codes import ProblemCode, ProblemLanguage, Words
from domain.problems import FormCodes


class CertificateProblem(ProblemCode):
    """What is wrong with what is asked for."""

    UNPRINTABLE_CHARACTER = "unprintable_character"
    UNKNOWN_KIND = "unknown_kind"
    KIND_NOT_OFFERED = "kind_not_offered"
    OPTION_NOT_OFFERED = "option_not_offered"
    COPIES_OUT_OF_RANGE = "copies_out_of_range"
    TOO_YOUNG = "too_young"
    CARD_UNREADABLE = "card_unreadable"
    CARD_WITHOUT_PERSON = "card_without_person"
    POSTCODE_UNKNOWN = "postcode_unknown"
    POSTCODE_AMBIGUOUS = "postcode_ambiguous"
    POSTCODE_ELSEWHERE = "postcode_elsewhere"

    def words(self, language: ProblemLanguage) -> Words:
        """Return reason and fix."""
        return {"ja": _JA, "ja-simple": _JA_SIMPLE, "en": _EN}[language][self]


_JA = {
    CertificateProblem.UNPRINTABLE_CHARACTER: Words(
        "{position}文字目は、オンラインの証明書には印刷できない文字です。",
        "住民票にある別の書き方(ローマ字など)があればそれで書き、なければ窓口または郵便で申請してください。",
    ),
    CertificateProblem.UNKNOWN_KIND: Words("この種類の証明書はありません。", "種類を選び直してください。"),
    CertificateProblem.KIND_NOT_OFFERED: Words(
        "この証明書は、オンラインでは申請できません。", "窓口または郵便で申請してください。"
    ),
    CertificateProblem.OPTION_NOT_OFFERED: Words(
        "この記載は、オンラインでは申請できません。", "選択を外すか、窓口で申請してください。"
    ),
    CertificateProblem.COPIES_OUT_OF_RANGE: Words("通数は1通から10通までです。", "1から10までの整数にしてください。"),
    CertificateProblem.TOO_YOUNG: Words(
        "この証明書は、{age}歳以上の方が受けられます。",
        "生年月日を確かめてください。まちがいがなければ、{age}歳になってから申請してください。",
    ),
    CertificateProblem.CARD_UNREADABLE: Words(
        "カードの氏名か住所に、オンラインでは扱えない文字があります。",
        "氏名と住所を入力する申請書を使うか、窓口または郵便で申請してください。",
    ),
    CertificateProblem.CARD_WITHOUT_PERSON: Words(
        "署名に使った電子証明書に、氏名と住所がありません。",
        "署名用電子証明書(6文字から16文字の暗証番号)で、もう一度署名してください。",
    ),
    CertificateProblem.POSTCODE_UNKNOWN: Words(
        "カードの住所の郵便番号が見つかりません。", "999-0001のように、郵便番号を数字7桁で書いてください。"
    ),
    CertificateProblem.POSTCODE_AMBIGUOUS: Words(
        "カードの住所には、郵便番号がいくつかあります。", "住所の郵便番号を、999-0001のように数字7桁で書いてください。"
    ),
    CertificateProblem.POSTCODE_ELSEWHERE: Words(
        "この郵便番号は、カードの住所の番号ではありません。",
        "住所の郵便番号を、999-0001のように数字7桁で書いてください。",
    ),
}

_JA_SIMPLE = {
    CertificateProblem.UNPRINTABLE_CHARACTER: Words(
        "{position}番目(ばんめ)の文字(もじ)は、紙(かみ)に印刷(いんさつ)できません。",
        "住民票(じゅうみんひょう)にローマ字(じ)などの名前(なまえ)があれば、それを書(か)いてください。なければ、役所(やくしょ)の窓口(まどぐち)か郵便(ゆうびん)で申(もう)しこんでください。",
    ),
    CertificateProblem.UNKNOWN_KIND: Words(
        "この証明書(しょうめいしょ)はありません。",
        "もう一度(いちど)選(えら)んでください。",
    ),
    CertificateProblem.KIND_NOT_OFFERED: Words(
        "この証明書(しょうめいしょ)は、インターネットでは申(もう)しこめません。",
        "役所(やくしょ)の窓口(まどぐち)か郵便(ゆうびん)で申(もう)しこんでください。",
    ),
    CertificateProblem.OPTION_NOT_OFFERED: Words(
        "これは、インターネットでは選(えら)べません。",
        "選(えら)ばないか、役所(やくしょ)の窓口(まどぐち)で申(もう)しこんでください。",
    ),
    CertificateProblem.COPIES_OUT_OF_RANGE: Words(
        "1枚(まい)から10枚までです。",
        "1から10までの数字(すうじ)を書(か)いてください。例(れい): 1",
    ),
    CertificateProblem.TOO_YOUNG: Words(
        "この証明書(しょうめいしょ)は、{age}歳(さい)からです。",
        "生(う)まれた日(ひ)を確(たし)かめてください。正(ただ)しければ、{age}歳(さい)になってから申(もう)しこんでください。",
    ),
    CertificateProblem.CARD_UNREADABLE: Words(
        "カードの名前(なまえ)か住所(じゅうしょ)に、インターネットで使(つか)えない文字(もじ)があります。",
        "名前(なまえ)と住所(じゅうしょ)を自分(じぶん)で書(か)くページを使(つか)うか、役所(やくしょ)の窓口(まどぐち)か郵便(ゆうびん)で申(もう)しこんでください。",
    ),
    CertificateProblem.CARD_WITHOUT_PERSON: Words(
        "署名(しょめい)に使(つか)った電子証明書(でんししょうめいしょ)に、名前(なまえ)と住所(じゅうしょ)がありません。",
        "6けたから16けたのパスワードを使(つか)う署名用(しょめいよう)の電子証明書(でんししょうめいしょ)で、もう一度(いちど)署名(しょめい)してください。",
    ),
    CertificateProblem.POSTCODE_UNKNOWN: Words(
        "カードの住所(じゅうしょ)の郵便番号(ゆうびんばんごう)が見(み)つかりません。",
        "郵便番号(ゆうびんばんごう)を、999-0001のように数字(すうじ)7けたで書(か)いてください。",
    ),
    CertificateProblem.POSTCODE_AMBIGUOUS: Words(
        "カードの住所(じゅうしょ)の郵便番号(ゆうびんばんごう)が、いくつかあります。",
        "住所(じゅうしょ)の郵便番号(ゆうびんばんごう)を、999-0001のように数字(すうじ)7けたで書(か)いてください。",
    ),
    CertificateProblem.POSTCODE_ELSEWHERE: Words(
        "この郵便番号(ゆうびんばんごう)は、カードの住所(じゅうしょ)のものではありません。",
        "住所(じゅうしょ)の郵便番号(ゆうびんばんごう)を、999-0001のように数字(すうじ)7けたで書(か)いてください。",
    ),
}

_EN = {
    CertificateProblem.UNPRINTABLE_CHARACTER: Words(
        "Character number {position} cannot be printed on a certificate requested online.",
        "Use another spelling that your resident record has, such as Roman letters, or apply at the counter or by post.",
    ),
    CertificateProblem.UNKNOWN_KIND: Words("There is no certificate of this kind.", "Choose another kind."),
    CertificateProblem.KIND_NOT_OFFERED: Words(
        "This certificate cannot be requested online.", "Please request it at the counter or by post."
    ),
    CertificateProblem.OPTION_NOT_OFFERED: Words(
        "This entry cannot be requested online.", "Leave it out, or make the request at the counter."
    ),
    CertificateProblem.COPIES_OUT_OF_RANGE: Words(
        "You can request 1 to 10 copies.", "Write a whole number from 1 to 10."
    ),
    CertificateProblem.TOO_YOUNG: Words(
        "This certificate is for people of {age} and over.",
        "Check the birth date. If it is right, apply once you are {age}.",
    ),
    CertificateProblem.CARD_UNREADABLE: Words(
        "The name or the address on the card has a character that cannot be used online.",
        "Use the form in which you type name and address, or apply at the counter or by post.",
    ),
    CertificateProblem.CARD_WITHOUT_PERSON: Words(
        "The certificate that signed has no name and no address in it.",
        "Please sign again with the card's signing certificate (its password has 6 to 16 characters).",
    ),
    CertificateProblem.POSTCODE_UNKNOWN: Words(
        "We do not find the postcode of the address on the card.", "Write its seven digits, as in 999-0001."
    ),
    CertificateProblem.POSTCODE_AMBIGUOUS: Words(
        "The address on the card may have several postcodes.", "Write the seven digits of yours, as in 999-0001."
    ),
    CertificateProblem.POSTCODE_ELSEWHERE: Words(
        "This is not a postcode of the address on the card.",
        "Write the seven digits of the address, as in 999-0001.",
    ),
}

FORM_CODES = FormCodes(
    Application,
    {
        "municipality": FormProblem.MUNICIPALITY_UNKNOWN,
        "kind": CertificateProblem.UNKNOWN_KIND,
        "copies": CertificateProblem.COPIES_OUT_OF_RANGE,
        "language": FormProblem.UNKNOWN_OPTION,
        "identity_from": FormProblem.UNKNOWN_OPTION,
        "nonce": SignatureProblem.MALFORMED_NONCE,
        "applicant.birth_date": FormProblem.MALFORMED_DATE,
        "applicant.mail": FormProblem.MALFORMED_MAIL,
        "delivery.postcode": FormProblem.MALFORMED_POSTCODE,
        "options.scope": FormProblem.UNKNOWN_OPTION,
        "options.relationship": FormProblem.MALFORMED_CHOICE,
        "options.domicile": FormProblem.MALFORMED_CHOICE,
        "options.former_address": FormProblem.MALFORMED_CHOICE,
    },
)
"""How mistakes in the application are told."""
