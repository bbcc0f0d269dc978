"""What is offered."""

from domain.certificates.kinds import CertificateOption, CertificateOptions, asked


def test_every_yes_or_no_option_of_a_certificate_can_be_offered():
    """The list of options is the list of yes-or-no fields of the application."""
    fields = {name for name, field in CertificateOptions.model_fields.items() if field.annotation is bool}
    assert {option.value for option in CertificateOption} == fields


def test_asked_returns_what_was_ticked():
    """Only options set to true are asked for."""
    assert asked(CertificateOptions()) == ()
    assert asked(CertificateOptions(domicile=True)) == (CertificateOption.DOMICILE,)
