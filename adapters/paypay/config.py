"""What the adapter must be told."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PayPayConfig:
    """Where the provider is and who we are there.

    `base_url` may have a path of its own (the sandbox lives under `/paypay`): it is not part of the signed path.
    `timeout` bounds a whole call, in seconds; the provider asks for at least 30 where money may move.
    `redirect_url` is where the citizen returns after paying; `{charge_id}` in it is replaced; empty means no return.
    """

    base_url: str
    key: str
    secret: str = field(repr=False)
    merchant: str
    timeout: float = 30.0
    redirect_url: str = ""
