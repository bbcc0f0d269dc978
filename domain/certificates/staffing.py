"""Whether a municipality's officers can decide requests at all: each role is held, and by enough people."""

from domain.actors import Role
from domain.municipality.faults import Fault
from domain.municipality.officers import Officers


def staffing_faults(officers: Officers) -> tuple[Fault, ...]:
    """Return roles that nobody holds, and decisions for which there are too few people."""
    faults = [
        Fault("officer", f"nobody holds the role {role}", f'add "{role}" to the roles of an officer')
        for role in (Role.EXAMINER, Role.APPROVER, Role.DISPATCHER, Role.CLOSED_DESK)
        if not officers.holding(role)
    ]
    deciding = {officer.id for role in (Role.EXAMINER, Role.APPROVER) for officer in officers.holding(role)}
    if not faults and len(deciding) < 2:  # noqa: PLR2004 - four eyes belong to two people
        faults.append(
            Fault("officer", "examiner and approver must be two people", "add a second officer with one of the roles")
        )
    if not faults and not _holds_are_released(officers):
        fault = "a hold is released by two people, one of the closed desk, and approved by a third"
        faults.append(Fault("officer", fault, "give the roles examiner, closed_desk and approver to three officers"))
    return tuple(faults)


def _holds_are_released(officers: Officers) -> bool:
    """Say whether a closed desk, another one who releases with it, and a third who approves can be found."""
    ids = {role: {each.id for each in officers.holding(role)} for role in Role}
    releasing = ids[Role.EXAMINER] | ids[Role.CLOSED_DESK]
    return any(
        ids[Role.APPROVER] - {desk, other} for desk in ids[Role.CLOSED_DESK] for other in releasing if other != desk
    )
