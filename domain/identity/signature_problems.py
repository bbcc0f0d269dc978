"""Mistakes in a signed statement, and their words."""

from domain.problem_codes import ProblemCode, ProblemLanguage, Words


class SignatureProblem(ProblemCode):
    """What is wrong with the statement, or with its signature."""

    MALFORMED_NONCE = "malformed_nonce"
    STATEMENT_EXPIRED = "statement_expired"
    STATEMENT_USED = "statement_used"
    SIGNATURE_MALFORMED = "signature_malformed"
    SIGNATURE_REFUSED = "signature_refused"
    SIGNATURE_NOT_DER = "signature_not_der"
    SIGNATURE_ARMOURED = "signature_armoured"
    SIGNATURE_ATTACHED = "signature_attached"
    SIGNATURE_OF_SEVERAL = "signature_of_several"
    SIGNATURE_WITHOUT_CERTIFICATE = "signature_without_certificate"
    SIGNED_TEXT_DIFFERS = "signed_text_differs"

    def words(self, language: ProblemLanguage) -> Words:
        """Return reason and fix."""
        return {"ja": _JA, "ja-simple": _JA_SIMPLE, "en": _EN}[language][self]


_JA = {
    SignatureProblem.MALFORMED_NONCE: Words(
        "署名する文の番号が正しくありません。", "署名する文を、もう一度受け取ってください。"
    ),
    SignatureProblem.STATEMENT_EXPIRED: Words(
        "署名する文の期限が過ぎました。", "署名する文をもう一度受け取り、署名し直してください。"
    ),
    SignatureProblem.STATEMENT_USED: Words(
        "この署名は、すでに使われています。", "署名する文をもう一度受け取り、署名し直してください。"
    ),
    SignatureProblem.SIGNATURE_MALFORMED: Words("署名として読めません。", "署名をBase64で書いてください。"),
    SignatureProblem.SIGNATURE_REFUSED: Words(
        "署名を確かめることができません。", "マイナンバーカードで、もう一度署名してください。"
    ),
    SignatureProblem.SIGNATURE_NOT_DER: Words(
        "署名(CMS)がDERではなく、BERで書かれています。",
        "DERに直してください: openssl cms -cmsout -inform DER -in 署名.ber -outform DER -out 署名.der "
        "(openssl cms -sign で作るときは -stream を付けません)",
    ),
    SignatureProblem.SIGNATURE_ARMOURED: Words(
        "署名(CMS)がPEMまたはS/MIMEの形になっています。",
        "DERに直し、Base64で書いてください: openssl cms -cmsout -inform PEM -in 署名.pem -outform DER -out 署名.der "
        "(S/MIMEのときは -inform SMIME)",
    ),
    SignatureProblem.SIGNATURE_ATTACHED: Words(
        "署名(CMS)の中に、署名した文が入っています。",
        "文を入れずに(detached)、もう一度署名してください。openssl cms -sign では -nodetach を付けません。",
    ),
    SignatureProblem.SIGNATURE_OF_SEVERAL: Words(
        "署名(CMS)に、署名した人が二人以上います。", "申請する本人だけで、もう一度署名してください。"
    ),
    SignatureProblem.SIGNATURE_WITHOUT_CERTIFICATE: Words(
        "署名(CMS)に、署名用電子証明書が入っていません。",
        "証明書を入れて、もう一度署名してください。openssl cms -sign では -nocerts を付けません。",
    ),
    SignatureProblem.SIGNED_TEXT_DIFFERS: Words(
        "署名した文と、申請の内容が違います。", "内容を変えたときは、もう一度署名してください。"
    ),
}

_JA_SIMPLE = {
    SignatureProblem.MALFORMED_NONCE: Words(
        "署名(しょめい)する文(ぶん)の番号(ばんごう)が正(ただ)しくありません。",
        "署名(しょめい)する文(ぶん)を、もう一度(いちど)もらってください。",
    ),
    SignatureProblem.STATEMENT_EXPIRED: Words(
        "署名(しょめい)する文(ぶん)の時間(じかん)が過(す)ぎました。",
        "文(ぶん)をもう一度(いちど)もらって、署名(しょめい)してください。",
    ),
    SignatureProblem.STATEMENT_USED: Words(
        "この署名(しょめい)は、もう使(つか)いました。",
        "文(ぶん)をもう一度(いちど)もらって、署名(しょめい)してください。",
    ),
    SignatureProblem.SIGNATURE_MALFORMED: Words(
        "署名(しょめい)として読(よ)めません。",
        "署名(しょめい)をBase64で書(か)いてください。",
    ),
    SignatureProblem.SIGNATURE_REFUSED: Words(
        "署名(しょめい)を確(たし)かめることができません。",
        "マイナンバーカードで、もう一度(いちど)署名(しょめい)してください。",
    ),
    SignatureProblem.SIGNATURE_NOT_DER: Words(
        "署名(しょめい)(CMS)がDERではなく、BERです。",
        "DERにしてください: openssl cms -cmsout -inform DER -in signature.ber -outform DER -out signature.der",
    ),
    SignatureProblem.SIGNATURE_ARMOURED: Words(
        "署名(しょめい)(CMS)がPEMかS/MIMEです。",
        "DERにして、Base64で書(か)いてください: openssl cms -cmsout -inform PEM -in signature.pem -outform DER -out signature.der",
    ),
    SignatureProblem.SIGNATURE_ATTACHED: Words(
        "署名(しょめい)(CMS)の中(なか)に、文(ぶん)が入(はい)っています。",
        "文(ぶん)を入(い)れないで(detached)、もう一度(いちど)署名(しょめい)してください。",
    ),
    SignatureProblem.SIGNATURE_OF_SEVERAL: Words(
        "署名(しょめい)した人(ひと)が2人(ふたり)より多(おお)いです。",
        "申(もう)しこむ人(ひと)だけで、もう一度(いちど)署名(しょめい)してください。",
    ),
    SignatureProblem.SIGNATURE_WITHOUT_CERTIFICATE: Words(
        "署名(しょめい)(CMS)に、電子証明書(でんししょうめいしょ)が入(はい)っていません。",
        "電子証明書(でんししょうめいしょ)を入(い)れて、もう一度(いちど)署名(しょめい)してください。",
    ),
    SignatureProblem.SIGNED_TEXT_DIFFERS: Words(
        "署名(しょめい)した文(ぶん)と、申(もう)しこみの中身(なかみ)がちがいます。",
        "中身(なかみ)を変(か)えたときは、もう一度(いちど)署名(しょめい)してください。",
    ),
}

_EN = {
    SignatureProblem.MALFORMED_NONCE: Words(
        "The number of the statement is not right.", "Ask for a new statement to sign."
    ),
    SignatureProblem.STATEMENT_EXPIRED: Words(
        "The statement to sign has expired.", "Ask for a new one and sign again."
    ),
    SignatureProblem.STATEMENT_USED: Words(
        "This signature was used before.", "Ask for a new statement and sign again."
    ),
    SignatureProblem.SIGNATURE_MALFORMED: Words("The signature cannot be read.", "Write the signature in Base64."),
    SignatureProblem.SIGNATURE_REFUSED: Words(
        "The signature cannot be confirmed.", "Please sign again with your My Number card."
    ),
    SignatureProblem.SIGNATURE_NOT_DER: Words(
        "The signature (CMS) is written in BER, not in DER.",
        "Convert it: openssl cms -cmsout -inform DER -in signature.ber -outform DER -out signature.der "
        "(with openssl cms -sign, leave out -stream)",
    ),
    SignatureProblem.SIGNATURE_ARMOURED: Words(
        "The signature (CMS) comes as PEM or S/MIME.",
        "Convert it to DER and write that in Base64: openssl cms -cmsout -inform PEM -in signature.pem -outform DER "
        "-out signature.der (for S/MIME: -inform SMIME)",
    ),
    SignatureProblem.SIGNATURE_ATTACHED: Words(
        "The signature (CMS) has the signed text inside.",
        "Please sign again without it (detached): with openssl cms -sign, leave out -nodetach.",
    ),
    SignatureProblem.SIGNATURE_OF_SEVERAL: Words(
        "The signature (CMS) has several signers.", "Please sign again, with the applicant's card alone."
    ),
    SignatureProblem.SIGNATURE_WITHOUT_CERTIFICATE: Words(
        "The signature (CMS) has no signing certificate in it.",
        "Please sign again with the certificate: with openssl cms -sign, leave out -nocerts.",
    ),
    SignatureProblem.SIGNED_TEXT_DIFFERS: Words(
        "The request differs from the text that was signed.", "If you changed something, please sign again."
    ),
}
