"""Certificates in the catalogue for portals."""

from typing import Any

from pydantic import BaseModel

from domain.certificates.application import Application
from domain.certificates.by_card import CardForm
from domain.certificates.offers import CertificateOffer
from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.municipality.policy import MunicipalityPolicy
from web.face import Offered

_FORMS: dict[str, type[BaseModel]] = {"typed": Application, "card": CardForm}


def catalogue(policy: MunicipalityPolicy) -> Offered | None:
    """Return the kinds that a municipality offers, and the two ways to write the form; None: it offers none."""
    if NAME not in policy.procedures:
        return None
    kinds = tuple(_kind(policy, offer) for offer in rules_of(policy).offers.certificate)
    return Offered(kinds, {name: form.model_json_schema() for name, form in _FORMS.items()})


def _kind(policy: MunicipalityPolicy, offer: CertificateOffer) -> dict[str, Any]:
    titles = {language.value: rules_of(policy).texts[language].certificate[offer.kind] for language in policy.texts}
    about = {"kind": offer.kind.value, "title": titles, "legal_basis": offer.legal_basis}
    choices = {"scopes": list(offer.scopes), "options": list(offer.options), "mail_class": offer.mail_class.value}
    return {**about, **choices}
