"""`madoguchi staff`: what officers do, each as the officer named with --as."""

import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated

import typer

from cli.answers import Answer, AsJson, Limit
from cli.running import finish
from cli.staff_users import AS_HELP, require_may_act

if TYPE_CHECKING:
    from domain.actors import Actor
    from domain.cases.submission import StartOrder
    from domain.certificates.commands import Decision, HumanCommand
    from starter import Caller

app = typer.Typer(help="Examine, decide and dispatch.", no_args_is_help=True)

Request = Annotated[str, typer.Argument(metavar="ID", help="Case number or request id.")]
Officer = Annotated[str, typer.Option("--as", metavar="OFFICER", help=AS_HELP)]
Reasons = Annotated[list[str], typer.Option("--reason", help="Ground of rejection; may be repeated.")]
Fields = Annotated[list[str], typer.Option("--field", help="FIELD=CODE to correct; may be repeated.")]
DecisionId = Annotated[str, typer.Option("--decision-id", help="The same id twice is one decision.")]


def _decide(
    request: str,
    officer: str,
    command: "Callable[[], HumanCommand]",
    decision_id: str,
    *,
    as_json: bool,
    then: "Callable[[Caller, StartOrder, Decision], Awaitable[Answer]] | None" = None,
) -> None:
    async def work() -> Answer:
        from cli.addressing import named
        from cli.certificates.case_words import decision_words
        from cli.certificates.dispatching import decided
        from domain.certificates.procedure import CERTIFICATES
        from domain.certificates.status import Status
        from starter import open_caller

        wanted = _command(command)
        async with open_caller(office=True) as caller:
            order = await named(caller, request, CERTIFICATES)
            decision = _decision(await _actor(caller, officer), wanted, decision_id)
            receipt = await decided(caller, order, decision)
            if then is not None:
                return await then(caller, order, decision)
        text = decision_words(order.case_number, wanted.action, Status(receipt.status))
        return Answer(receipt.model_dump(mode="json"), text)

    finish(work, as_json=as_json)


def _command(command: "Callable[[], HumanCommand]") -> "HumanCommand":
    from pydantic import ValidationError

    from cli.failures import WrongInputError

    try:
        return command()
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise WrongInputError(field, "cannot be used", "Check how it is written.") from None


async def _actor(caller: "Caller", officer: str) -> "Actor":
    from adapters.records import utc_now
    from cli.failures import WrongInputError
    from domain.municipality.calendar import local_date

    require_may_act(officer)
    actor = await caller.people.actor(officer)
    if actor is not None:
        return actor
    today = local_date(utc_now())
    officers = (each for each in (await caller.people.officers()).officer if each.serves(today))
    known = "、".join(f"{each.id} ({each.name})" for each in officers)
    reason = "その職員はいません (is no officer of this municipality)"
    raise WrongInputError("--as", reason, f"次から選んでください: {known}")


def _decision(actor: "Actor", command: "HumanCommand", decision_id: str) -> "Decision":
    from pydantic import ValidationError

    from cli.failures import WrongInputError
    from domain.certificates.commands import Decision

    try:
        return Decision(decision_id=decision_id or secrets.token_hex(16), actor=actor, command=command)
    except ValidationError:
        fix = "Use 8 to 80 letters, digits and . _ : -"
        raise WrongInputError("--decision-id", "cannot be used", fix) from None


@app.command("list")
def list_work(*, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List what waits for an officer."""

    async def work() -> Answer:
        from cli.certificates.worklist import waiting
        from domain.certificates.status import Status

        desks = (
            Status.HELD,
            Status.UNDER_EXAMINATION,
            Status.AWAITING_APPROVAL,
            Status.READY_TO_DISPATCH,
            Status.MAIL_RETURNED,
        )
        return await waiting(desks, limit)

    finish(work, as_json=as_json)


@app.command()
def show(
    request: Request,
    officer: Officer,
    *,
    ground: Annotated[str, typer.Option(help="Why you open what is personal, e.g. examination.")] = "",
    finding: Annotated[bool, typer.Option("--finding", help="Open why the case is held, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a case: history, papers; with --ground form, card and register side by side. Each opening is recorded."""

    async def work() -> Answer:
        from cli.addressing import named
        from cli.certificates.staff_show import ground_of, shown
        from domain.certificates.procedure import CERTIFICATES
        from starter import open_caller

        why = ground_of(ground, finding=finding)
        async with open_caller(office=True) as caller:
            order = await named(caller, request, CERTIFICATES)
            return await shown(caller, order.case_id, await _actor(caller, officer), why, finding=finding)

    finish(work, as_json=as_json)


@app.command()
def take(request: Request, officer: Officer, *, decision_id: DecisionId = "", as_json: AsJson = False) -> None:
    """Take a case to examine."""
    from domain.certificates.commands import Take

    _decide(request, officer, Take, decision_id, as_json=as_json)


@app.command()
def assign(
    request: Request,
    officer: Officer,
    *,
    to: Annotated[str, typer.Option(help="The examiner who gets it; left out: whoever takes it.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why, e.g. absence.")] = "",
    decision_id: DecisionId = "",
    as_json: AsJson = False,
) -> None:
    """Give a case to another examiner, or back to whoever takes it (割り振り); by a supervisor."""
    from cli.certificates.choices import assign_reason
    from domain.certificates.commands import Assign

    _decide(
        request, officer, lambda: Assign(officer=to or None, reason=assign_reason(reason)), decision_id, as_json=as_json
    )


@app.command()
def release(request: Request, officer: Officer, *, decision_id: DecisionId = "", as_json: AsJson = False) -> None:
    """Let a held case go on: two people, one of the closed desk, each after opening the finding (`staff show`)."""
    from domain.certificates.commands import ReleaseHold

    _decide(request, officer, ReleaseHold, decision_id, as_json=as_json)


@app.command("check-again")
def check_again(request: Request, officer: Officer, *, decision_id: DecisionId = "", as_json: AsJson = False) -> None:
    """Have a check made again that gave no answer (再照会)."""
    from domain.certificates.commands import CheckAgain

    _decide(request, officer, CheckAgain, decision_id, as_json=as_json)


@app.command()
def propose(
    request: Request,
    officer: Officer,
    *,
    reason: Reasons = [],  # noqa: B006 - typer reads it once
    decision_id: DecisionId = "",
    as_json: AsJson = False,
) -> None:
    """Propose to issue, or with --reason to reject (起案)."""
    from cli.certificates.choices import reasons
    from domain.certificates.commands import ProposeApproval, ProposeRejection

    def command() -> "HumanCommand":
        return ProposeRejection(reasons=reasons(reason)) if reason else ProposeApproval()

    _decide(request, officer, command, decision_id, as_json=as_json)


@app.command()
def approve(request: Request, officer: Officer, *, decision_id: DecisionId = "", as_json: AsJson = False) -> None:
    """Approve (決裁)."""
    from domain.certificates.commands import Approve

    _decide(request, officer, Approve, decision_id, as_json=as_json)


@app.command()
def reject(
    request: Request,
    officer: Officer,
    *,
    reason: Reasons = [],  # noqa: B006
    decision_id: DecisionId = "",
    as_json: AsJson = False,
) -> None:
    """Reject (却下), for the proposed reasons or others; what was proposed for issue goes back to the examiner first."""
    from cli.certificates.choices import reasons
    from domain.certificates.commands import Reject

    _decide(request, officer, lambda: Reject(reasons=reasons(reason)), decision_id, as_json=as_json)


@app.command()
def remand(request: Request, officer: Officer, *, decision_id: DecisionId = "", as_json: AsJson = False) -> None:
    """Send a case back to the examiner (差戻し)."""
    from domain.certificates.commands import Remand

    _decide(request, officer, Remand, decision_id, as_json=as_json)


@app.command("return")
def return_to_applicant(
    request: Request, officer: Officer, field: Fields, *, decision_id: DecisionId = "", as_json: AsJson = False
) -> None:
    """Ask the citizen to correct fields (補正), e.g. --field delivery.address=incomplete."""
    from cli.certificates.choices import remarks
    from domain.certificates.commands import ReturnToApplicant

    _decide(request, officer, lambda: ReturnToApplicant(remarks=remarks(field)), decision_id, as_json=as_json)


@app.command()
def dispatch(
    request: Request, tracking_number: str, officer: Officer, *, decision_id: DecisionId = "", as_json: AsJson = False
) -> None:
    """Confirm that the letter with this tracking number is sealed and goes to the post; wait for the post's word."""
    _hand_over(request, tracking_number, officer, decision_id, as_json=as_json)


@app.command()
def resend(
    request: Request, tracking_number: str, officer: Officer, *, decision_id: DecisionId = "", as_json: AsJson = False
) -> None:
    """Send a letter that came back again, under a new tracking number (再発送); wait for the post's word."""
    _hand_over(request, tracking_number, officer, decision_id, as_json=as_json)


def _hand_over(request: str, tracking_number: str, officer: str, decision_id: str, *, as_json: bool) -> None:
    from cli.certificates.dispatching import told_by_the_post
    from domain.certificates.commands import ConfirmDispatch

    def command() -> "HumanCommand":
        return ConfirmDispatch(tracking_number=tracking_number)

    _decide(request, officer, command, decision_id, as_json=as_json, then=told_by_the_post)


@app.command("mail-returned")
def mail_returned(
    request: Request,
    officer: Officer,
    *,
    reason: Annotated[str, typer.Option("--reason", help="What the slip on the letter says.")],
    decision_id: DecisionId = "",
    as_json: AsJson = False,
) -> None:
    """Record a letter that came back (返戻), also after it was delivered or taken as delivered."""
    from cli.certificates.choices import slip
    from domain.certificates.commands import RecordReturnedMail

    _decide(request, officer, lambda: RecordReturnedMail(reason=slip(reason)), decision_id, as_json=as_json)


@app.command("destroy-mail")
def destroy_mail(request: Request, officer: Officer, *, decision_id: DecisionId = "", as_json: AsJson = False) -> None:
    """Record that a letter that came back was destroyed (廃棄); the request ends."""
    from domain.certificates.commands import DestroyReturnedMail

    _decide(request, officer, DestroyReturnedMail, decision_id, as_json=as_json)
