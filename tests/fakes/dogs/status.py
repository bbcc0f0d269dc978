"""Where a dog's registration stands."""

from enum import StrEnum


class DogStatus(StrEnum):
    """All of it."""

    SUBMITTED = "submitted"  # 申請中
    REGISTERED = "registered"  # 登録済
    REFUSED = "refused"  # 不登録


DOG_ENDS = frozenset({DogStatus.REGISTERED, DogStatus.REFUSED})


class DogRefusal(StrEnum):
    """Why an officer does not register a dog."""

    TOO_YOUNG = "too_young"  # under 91 days (狂犬病予防法4条1項)
    REGISTERED_ELSEWHERE = "registered_elsewhere"


class DogNotice(StrEnum):
    """What the owner is told by mail."""

    DOG_REGISTERED = "dog_registered"
    DOG_REFUSED = "dog_refused"
