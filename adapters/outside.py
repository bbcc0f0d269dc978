"""The outside systems of the settings, opened together by a composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

import httpx2

from adapters.documents.typesetter import Typesetter
from adapters.mail.smtp_mailer import SmtpConfig, SmtpMailer
from adapters.payment_providers import ProviderKind, provider_kind
from adapters.policy.files import PolicyFiles
from adapters.post.http_carrier import HttpCarrier, PostConfig
from adapters.registry.http_registry import HttpResidentRegistry, RegistryConfig
from adapters.settings import CitySettings, OutsideSettings, Section, SettingsError
from adapters.webhooks.sender import WebhookSender
from domain.errors import DomainError
from domain.ports import Clock, PaymentProvider


class Ports(NamedTuple):
    """What activities reach the outside by, and the typesetter."""

    registry: HttpResidentRegistry
    carrier: HttpCarrier
    provider: PaymentProvider
    typesetter: Typesetter
    webhooks: WebhookSender


@asynccontextmanager
async def outside(settings: OutsideSettings, payment: ProviderKind, clock: Clock) -> AsyncIterator[Ports]:
    """Open the outside systems on one HTTP client, the payment provider among them. Raises SettingsError for its own."""
    async with httpx2.AsyncClient() as client:
        registry = HttpResidentRegistry(
            RegistryConfig(settings.registry_url, settings.registry_token.get_secret_value()), client
        )
        carrier = HttpCarrier(PostConfig(settings.post_url, settings.post_token.get_secret_value()), client)
        provider = payment.opened(payment.settings.from_environment(), client, clock, None)
        inside = CitySettings.from_environment().env == "dev"
        yield Ports(registry, carrier, provider, Typesetter(), WebhookSender(client, inside=inside))


def payment_settings() -> list[type[Section]]:
    """Return what the municipality's payment provider must be told, if it can be seen already which that is."""
    with suppress(SettingsError, DomainError):
        city = CitySettings.from_environment()
        return [provider_kind(PolicyFiles(city.municipalities_dir).policy(city.municipality).payment).settings]
    return []


def mail_server(settings: OutsideSettings, clock: Clock) -> SmtpMailer:
    """Return the mailer of the settings; it connects for each mail."""
    password = settings.smtp_password.get_secret_value() if settings.smtp_user and settings.smtp_password else None
    config = SmtpConfig(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.mail_from,
        sender_name="",
        domain=settings.mail_from.partition("@")[2],
        user=settings.smtp_user,
        password=password,
        tls=settings.smtp_tls,
    )
    return SmtpMailer(config, clock)
