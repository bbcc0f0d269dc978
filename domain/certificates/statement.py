"""申請文: the text the citizen reads and signs with the card. What you see is what you sign.

It says everything the request consists of, except mail address and language (a way to reach the citizen, no part of the
request). Where nobody types who they are it says that the certificate does; the certificate is part of the signature.
The signature is over exactly these UTF-8 bytes. Nothing is normalised: 外字 and variation selectors stay byte for byte.
Each value stands alone on a line behind a fixed label, in fixed order, so two requests that differ never read the same
(a signing certificate may not be used on a random or an "I agree" string).
"""

from datetime import date

from domain.certificates.application import Application, Asked, is_typed
from domain.certificates.kinds import CertificateOption, CertificateOptions, KindEntry, RecordScope, asked
from domain.identity.characters import first_unsupported

_SCOPES = {RecordScope.HOUSEHOLD: "世帯全員", RecordScope.APPLICANT: "申請者本人のみ"}
_OPTIONS = {
    CertificateOption.RELATIONSHIP: "世帯主・続柄",
    CertificateOption.DOMICILE: "本籍・筆頭者",
    CertificateOption.FORMER_ADDRESS: "従前の住所",
}


_BY_CARD = (
    "申請者: この申請文の電子署名に使う署名用電子証明書に記録された者",
    "申請者の氏名、生年月日及び住所: 署名用電子証明書に記録されたとおり",
    "送付先の住所: 署名用電子証明書に記録された住所",
)


def statement(asked_for: Asked, municipality_name: str) -> str:
    """Return the 申請文, every line ended by a newline; of an application by card the same before and after it is whole.

    Raises ValueError when a value holds a character that could break out of its line, or when something is asked for that
    the kind does not have, so that no line would tell of it. The counter refuses both already: this is a second lock, not
    a message for citizens.
    """
    entry = asked_for.kind.entry
    lines = [
        "証明書交付申請書",
        f"申請先: {_plain(municipality_name)}（市区町村コード {_plain(asked_for.municipality)}）",
        f"証明書の種類: {entry.title}",
        *entry.statement,
        *_choices(entry, asked_for.options),
        f"通数: {asked_for.copies}通",
        *(_typed(asked_for) if isinstance(asked_for, Application) and is_typed(asked_for) else _BY_CARD),
        f"申請番号: {_plain(asked_for.nonce)}",
        "上記のとおり証明書の交付を申請し、この申請文に電子署名します。",
    ]
    return "".join(line + "\n" for line in lines)


def signed_fields_differ(a: Asked, b: Asked) -> bool:
    """Say whether two applications differ in anything that is signed: all but mail address, language, and what a card says."""
    return _signed_fields(a) != _signed_fields(b)


def _signed_fields(asked_for: Asked) -> dict[str, object]:
    typed = isinstance(asked_for, Application) and is_typed(asked_for)
    said_elsewhere = {"applicant": {"mail"}} if typed else {"applicant": True, "delivery": True}
    return asked_for.model_dump(mode="json", exclude={"language": True, **said_elsewhere})


def _typed(application: Application) -> list[str]:
    applicant, delivery = application.applicant, application.delivery
    return [
        f"申請者の氏名: {_plain(applicant.name)}",
        f"申請者の生年月日: {_day(applicant.birth_date)}",
        f"送付先の郵便番号: {_plain(delivery.postcode)}",
        f"送付先の住所: {_plain(delivery.address)}",
    ]


def _choices(entry: KindEntry, options: CertificateOptions) -> list[str]:
    wanted = asked(options)
    if options.scope not in entry.scopes or not set(wanted) <= set(entry.options):
        raise ValueError("the kind does not have what is asked for")
    scope = [f"記載する人: {_SCOPES[options.scope]}"] if len(entry.scopes) > 1 else []
    return scope + [f"{_OPTIONS[each]}: {'記載する' if each in wanted else '記載しない'}" for each in entry.options]


def _day(day: date | None) -> str:
    if day is None:
        raise ValueError("a typed application has a birth date")
    return f"{day.year}年{day.month}月{day.day}日"


def _plain(value: str) -> str:
    if first_unsupported(value) is not None:
        raise ValueError("a value of the statement holds a character that is not allowed in a line")
    return value
