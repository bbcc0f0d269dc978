"""Where the certificate goes: to the address in the resident register, whatever the form says.

The form's address is compared with the register's before (domain.identity.comparison) and never printed: a copy of the
register sent elsewhere would reach somebody else.
"""

from domain.certificates.application import Delivery
from domain.errors import PortRejected
from domain.identity.comparison import same_address
from domain.identity.residents import ResidentRecord
from domain.postal.letters import Recipient

_NO_POSTCODE = "000"  # no delivery area: they begin with 001


def addressee(record: ResidentRecord, resident_id: str, typed: Delivery) -> Recipient:
    """Return name, address and postcode of a resident as the register has them.

    Where the register has no postcode the typed one serves, if it was typed with the register's own address and can be
    one. Raises PortRejected `postcode_missing` where it does not, and `applicant_not_in_record`: an officer must look.
    """
    name = next((each.name for each in record.members if each.resident_id == resident_id), None)
    if name is None or not record.address.strip():
        raise PortRejected("registry", "applicant_not_in_record")
    postcode = record.postcode or _typed_postcode(record, typed)
    return Recipient(postcode=postcode, address=record.address, name=name)


def _typed_postcode(record: ResidentRecord, typed: Delivery) -> str:
    if typed.postcode.startswith(_NO_POSTCODE) or not same_address(typed.address, (), record.address):
        raise PortRejected("registry", "postcode_missing")
    return typed.postcode
