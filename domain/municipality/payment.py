"""How a municipality collects (指定納付受託者, 地方自治法231条の2の3): by which provider, and who answers for the money."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class PaymentSettings(BaseModel):
    """Payment of one municipality.

    `provider` is a name in `adapters/payment_providers.py`. `accounting_officer` is the officer (会計管理者) to
    whom a refund is handed over when the provider will not give the money back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,31}$")]
    accounting_officer: str
