"""Whether the person who filled in the form is the person whose card signed it."""

from domain.certificates.application import Application
from domain.identity.attributes import BasicFourAttributes
from domain.identity.comparison import same_address, same_name


def same_person(application: Application, card: BasicFourAttributes) -> bool:
    """Compare name, birth date and address of form and card; what the card could not write matches any one character.

    A difference is for an officer to look at, never a refusal by machine.
    """
    return (
        (card.birth_date is None or card.birth_date == application.applicant.birth_date)
        and same_name(card.name, card.name_substitutes, application.applicant.name)
        and same_address(card.address, card.address_substitutes, application.delivery.address)
    )
