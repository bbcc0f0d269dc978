"""What happens to a dog's registration. The owner and the dog's name stand in the vault alone."""

from datetime import datetime
from typing import Annotated, Literal

from fakes.dogs.status import DogRefusal
from pydantic import Field

from domain.cases.event import DecisionRefused, Event


class DogSubmitted(Event):
    """到達."""

    type: Literal["dog_submitted"] = "dog_submitted"
    case_number: str
    municipality: str
    received_at: datetime
    breed: str


class DogRegistered(Event):
    """登録: the dog has its tag (鑑札)."""

    type: Literal["dog_registered"] = "dog_registered"
    decision_id: str
    tag: int


class DogRefused(Event):
    """An officer did not register the dog."""

    type: Literal["dog_refused"] = "dog_refused"
    decision_id: str
    reason: DogRefusal


DogEvent = Annotated[DogSubmitted | DogRegistered | DogRefused | DecisionRefused, Field(discriminator="type")]
