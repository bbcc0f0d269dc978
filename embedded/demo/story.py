"""One request from the phone to the letter box, told as it happens."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import httpx2

from embedded.demo.people import Citizen, Officer, PostOffice, until
from hosting.private_files import private_folder, write_private

CARD, PIN = "card-1007", "NAGISA1007"
APPLICANT = {"name": "髙﨑　渚", "birth_date": "1968-09-09", "mail": "r1007@citizen.example"}
DELIVERY = {"postcode": "9990004", "address": "架空県みなも市鷗台三丁目５番１２号メゾン水面２０１号室"}
FORM: dict[str, Any] = {
    "municipality": "999001",
    "kind": "resident_record_copy",
    "options": {"scope": "applicant"},
    "copies": 1,
    "applicant": APPLICANT,
    "delivery": DELIVERY,
}
"""What the citizen fills in."""
COPY, SEAL = "resident_record_copy", "seal_registration_certificate"
OPTIONS: dict[str, dict[str, Any]] = {COPY: {"scope": "household", "relationship": True}, SEAL: {}}
"""What the citizen asks for, by the demo's kinds."""
RESIDENT = "r-1007"
"""Who that is in the register."""
WITHIN = 10.0  # seconds for one answer


@dataclass(frozen=True)
class Step:
    """One line of the story; `took_ms` is how long it took from the line before."""

    at: datetime
    who: str
    what: str
    took_ms: int


@dataclass
class Story:
    """What happened, and what the checks need to find it again."""

    steps: list[Step] = field(default_factory=list)
    case_id: str = ""
    receipt_number: str = ""
    tracking_number: str = ""
    payment_url: str = ""
    documents: list[Path] = field(default_factory=list)
    status: str = ""
    kind: str = COPY
    title: str = ""  # as the citizen reads it
    _last: float = field(default_factory=time.monotonic)

    def tell(self, who: str, what: str) -> None:
        """Add a line."""
        now = time.monotonic()
        self.steps.append(Step(datetime.now(UTC), who, what, int((now - self._last) * 1000)))
        self._last = now


@dataclass(frozen=True)
class Cast:
    """Everybody who takes part."""

    citizen: Citizen
    examiner: Officer
    approver: Officer
    dispatcher: Officer
    post: PostOffice


class Where(Protocol):
    """Where the parts answer."""

    @property
    def web(self) -> str:
        """Address of the citizens' web server."""

    @property
    def office(self) -> str:
        """Address of the office's web server."""

    @property
    def sandbox(self) -> str:
        """Address of the sandbox city."""


def cast(client: httpx2.AsyncClient, where: Where, tokens: dict[str, str], post_token: str) -> Cast:
    """Return the people of the demo with their tokens."""
    return Cast(
        citizen=Citizen(client, where.web, where.sandbox),
        examiner=Officer(client, where.office, tokens["officer-sato"]),
        approver=Officer(client, where.office, tokens["officer-suzuki"]),
        dispatcher=Officer(client, where.office, tokens["officer-takahashi"]),
        post=PostOffice(client, where.sandbox, post_token),
    )


async def play(people: Cast, municipality: str, out: Path, kind: str = COPY) -> Story:
    """Play the whole story of a certificate. Raises StackError when a step is refused or does not come about."""
    story = Story(kind=kind)
    await _apply(story, people, municipality)
    await _pay(story, people)
    await _decide(story, people)
    await _send(story, people, out)
    await _deliver(story, people)
    return story


async def _apply(story: Story, people: Cast, municipality: str) -> None:
    form = {**FORM, "municipality": municipality, "kind": story.kind, "options": OPTIONS[story.kind]}
    draft = await people.citizen.draft(form)
    story.tell("申請者", "申請内容を確かめ、署名する文を受け取った")
    signature = await people.citizen.sign(CARD, PIN, draft["text"])
    story.tell("申請者", "マイナンバーカードで署名した")
    story.receipt_number = await people.citizen.submit({**form, "nonce": draft["nonce"]}, signature)
    story.tell("窓口", f"到達。受付番号 {story.receipt_number}")


async def _pay(story: Story, people: Cast) -> None:
    async def link() -> Any:
        answer = await people.citizen.status()
        story.title, payment = answer["kind_text"], answer["payment"]
        return payment and payment["url"]

    story.payment_url = await until(link, "the payment code")
    story.tell("システム", "本人確認と住民記録の照合が済み、納付のコードができた")
    await people.citizen.pay(story.payment_url)
    story.tell("申請者", "キャッシュレスで納付した")


async def _decide(story: Story, people: Cast) -> None:
    async def paid() -> Any:
        return (await people.citizen.status())["status"] == "under_examination"

    await until(paid, "the payment to arrive")
    story.tell("システム", "収納を確かめた")
    story.case_id = await until(lambda: people.examiner.find(people.citizen.case_number), "the worklist")
    await people.examiner.decide(story.case_id, action="take")
    await people.examiner.decide(story.case_id, action="propose_approval")
    story.tell("審査担当 佐藤 一郎", "審査し、交付を起案した")
    await people.approver.decide(story.case_id, action="approve")
    story.tell("決裁者 鈴木 二葉", "決裁した")


async def _send(story: Story, people: Cast, out: Path) -> None:
    async def printed() -> Any:
        return (await people.dispatcher.case(story.case_id))["status"] == "ready_to_dispatch"

    await until(printed, "the certificate")
    for kind in ("certificate", "cover_letter"):
        content = await people.dispatcher.document(story.case_id, kind)
        story.documents.append(_saved(out / f"{story.case_id}-{kind}.pdf", content))
    story.tell("発送担当 高橋 三郎", "証明書と送付状を印刷し、封をした")
    number = await people.post.sticker("specified_record")
    await people.dispatcher.decide(story.case_id, action="confirm_dispatch", tracking_number=number)
    story.tracking_number = number

    async def handed_over() -> Any:
        return (await people.citizen.status())["status"] == "dispatched"

    await until(handed_over, "the hand-over to the post")
    story.tell("郵便局", f"引き受けた。追跡番号 {number}")


def _saved(path: Path, content: bytes) -> Path:
    private_folder(path.parent)
    write_private(path, content)
    return path


async def _deliver(story: Story, people: Cast) -> None:
    await people.post.scan(story.tracking_number, "in_transit")
    await people.post.scan(story.tracking_number, "delivered")
    story.tell("郵便局", "配達した")

    async def completed() -> Any:
        status = (await people.citizen.status())["status"]
        return status if status == "completed" else None

    story.status = await until(completed, "the end of the request")
    story.tell("システム", "完了")
