"""An application by card: nobody types who they are. Name, birth date and address are those of the certificate that signed.

The form has what no card says (mail address, and the postcode where the address leaves a choice). What the certificate
says is believed only after its verification, like a typed form; until then it is what somebody claims.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ValidationError

from domain.certificates.application import Applicant, Application, Asked, Delivery, IdentityFrom
from domain.certificates.problems import FORM_CODES, CertificateProblem
from domain.identity.attributes import BasicFourAttributes
from domain.mail_address import MailAddress
from domain.personal import PERSONAL
from domain.postal.postcode import Postcode
from domain.postal.postcode_areas import PostcodeArea, postcodes_in
from domain.problems import FormCodes


class Contact(BaseModel):
    """How to reach who signs."""

    model_config = PERSONAL

    mail: MailAddress


class ChosenPostcode(BaseModel):
    """The postcode, where the address of the card has several or none that we know."""

    model_config = PERSONAL

    postcode: Postcode | None = None


class CardForm(Asked):
    """The form of an application by card."""

    identity_from: Literal[IdentityFrom.CARD] = IdentityFrom.CARD
    applicant: Contact
    delivery: ChosenPostcode = ChosenPostcode()


CARD_FORM_CODES = FormCodes(CardForm, FORM_CODES.code_of_field)
"""How mistakes in it are told: as those of a typed form."""


class CardFormRefusedError(Exception):
    """The form and the card make no application: at which field, and why."""

    def __init__(self, field: str, code: CertificateProblem) -> None:
        super().__init__(code.value)
        self.field = field
        self.code = code


def application_by_card(form: CardForm, card: BasicFourAttributes, postcode: str) -> Application:
    """Return the whole application. A birth date that the card does not have whole stays open.

    Raises CardFormRefusedError(CARD_UNREADABLE) for a name or an address that no application can hold.
    """
    asked = {name: getattr(form, name) for name in Asked.model_fields}
    try:
        applicant = Applicant(name=card.name.strip(), birth_date=card.birth_date, mail=form.applicant.mail)
        delivery = Delivery(postcode=postcode, address=card.address.strip())
        return Application(**asked, identity_from=IdentityFrom.CARD, applicant=applicant, delivery=delivery)
    except ValidationError:
        pass
    raise CardFormRefusedError("signature", CertificateProblem.CARD_UNREADABLE)


def postcode_of(form: CardForm, areas: Sequence[PostcodeArea]) -> str:
    """Return the postcode of an address that may lie in these areas: the only one there is, or the one that was chosen.

    Where no area is known, whatever was typed is taken, as in a typed form: goods go to the address in the register, and
    with its postcode. Raises CardFormRefusedError POSTCODE_UNKNOWN, POSTCODE_AMBIGUOUS or POSTCODE_ELSEWHERE.
    """
    possible, chosen = postcodes_in(areas), form.delivery.postcode
    if chosen is None and len(possible) == 1:
        return possible[0]
    if chosen is None:
        code = CertificateProblem.POSTCODE_AMBIGUOUS if possible else CertificateProblem.POSTCODE_UNKNOWN
    elif not possible or chosen in possible:
        return chosen
    else:
        code = CertificateProblem.POSTCODE_ELSEWHERE
    raise CardFormRefusedError("delivery.postcode", code)
