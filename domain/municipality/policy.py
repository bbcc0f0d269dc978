"""Everything a municipality decides for itself, in one value. `version` is pinned by each request's first event."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.certificates.fee_table import FeeTable
from domain.certificates.offers import CertificateOffers
from domain.municipality.municipality import Municipality
from domain.municipality.officers import Officers
from domain.municipality.payment import PaymentSettings
from domain.municipality.postage import Postage
from domain.municipality.refunds import RefundTable
from domain.municipality.spans import Deadlines
from domain.municipality.texts import Language, Texts


class MunicipalityPolicy(BaseModel):
    """The policy of one municipality, one part per file. `version`: first 16 hex digits of the files' SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    municipality: Municipality
    certificates: CertificateOffers
    fees: FeeTable
    postage: Postage
    refunds: RefundTable
    deadlines: Deadlines
    payment: PaymentSettings
    officers: Officers
    texts: dict[Language, Texts]
