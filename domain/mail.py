"""A mail as it is handed to the mail server."""

from pydantic import BaseModel

from domain.personal import PERSONAL


class Mail(BaseModel):
    """One plain-text mail. `key` is unique per case, notice and occasion and becomes the Message-ID."""

    model_config = PERSONAL

    key: str
    to: str
    subject: str
    body: str
