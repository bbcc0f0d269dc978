"""The loader: what is right is read, what is wrong is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import rmtree

import pytest
from fakes.dogs.files import write_dog_rules
from fakes.dogs.procedure import DOGS

from adapters.policy.files import PolicyFiles, check
from adapters.policy.findings import PolicyFilesRefused
from adapters.policy.sheet import show
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.rules import rules_of
from domain.errors import DomainError, ErrorCode
from domain.municipality.calendar import ClosedDays
from domain.municipality.policy import ProcedureRules
from domain.procedures import Procedures

DAY = date(2026, 11, 24)


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(file: Path, fragment: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if fragment in line)


def test_a_sound_folder_has_no_finding(folder: Path):
    """The sample municipality passes, alone or in a folder of municipalities."""
    assert check(folder) == []
    assert check(folder.parent) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "reason"),
    [
        ("certificates/fees.toml", "unit_price = 300", 'unit_price = "300"', "fee[1].unit_price", "a whole number"),
        (
            "certificates/fees.toml",
            "unit_price = 300",
            "unit_price = -1",
            "fee[1].unit_price",
            "greater than or equal to 0",
        ),
        ("certificates/fees.toml", "unit_price = 300", "unit_prize = 300", "fee[1].unit_prize", "not known"),
        ("certificates/fees.toml", "= 2025-04-01", "= 2025-04-02", "fee[1].effective_from", "nothing is in force"),
        ("certificates/fees.toml", "= 2025-04-01", "= 2025-03-31", "fee[1].effective_from", "overlaps"),
        ("certificates/fees.toml", "= 2025-04-01", "= 20250401", "fee[1].effective_from", "a date such as"),
        ("certificates/fees.toml", '"resident_record_copy"', '"seal"', "fee[0].kind", "seal is not one of"),
        ("certificates/deadlines.toml", "business_days = 7", "calender_days = 7", "payment.calender_days", "not known"),
        (
            "certificates/deadlines.toml",
            "business_days = 7",
            "business_days = 0",
            "payment.business_days",
            "greater than",
        ),
        ("certificates/deadlines.toml", "correction =", "corection =", "corection", "not known"),
        ("officers.toml", '["examiner"]', '["examinor"]', "officer[0].roles[0]", "examinor is not one of"),
        ("officers.toml", '["examiner"]', '["citizen"]', "officer[0].roles[0]", "citizen is not one of"),
        ("officers.toml", "officer-suzuki", "officer-sato", "officer[1].id", "two officers"),
        (
            "certificates/offers.toml",
            '"domicile"',
            '"my_number"',
            "certificate[0].options[1]",
            "my_number is not one of",
        ),
        ("certificates/offers.toml", ", household = 2", "", "certificate[0].sheets_per_copy.household", "no estimate"),
        ("certificates/refunds.toml", "on_lapse = false", "on_lapse = 0", "rule[0].on_lapse", "true or false"),
        ("municipality.toml", "08:30:00", "830", "office.opens", "a time such as"),
        ("municipality.toml", "17:15:00", "07:15:00", "office", "later than opens"),
        ("municipality.toml", '"999001"', '"999003"', "code", "not the folder's name"),
        ("municipality.toml", "12-29", "13-29", "closing.yearly[0].first_day", "month"),
        ("postage.toml", "specified_record = 210, ", "", "table[0].surcharge.specified_record", "no surcharge"),
        ("postage.toml", "{ standard = 6, large = 18 }", "{ standard = 6 }", "envelope_grams.large", "no weight"),
        ("payment.toml", "officer-kimura", "officer-nobody", "accounting_officer", "officer-nobody"),
        ("certificates/fees.toml", '"first"', '"last"', "payment_order", "last is not one of"),
        ("certificates/texts.en.toml", 'duplicate = "', '# duplicate = "', "rejection_reason.duplicate", "missing"),
        ("certificates/texts.ja.toml", '\nheld = "審査中"', '\nheld = "要確認"', "status.held", "支援措置"),
        ("certificates/texts.ja.toml", '\nissuing = "審査中"', '\nissuing = "準備中"', "status.issuing", "支援措置"),
        ("certificates/texts.ja.toml", 'held = "内容', 'held = "急ぎ内容', "next_step.held", "支援措置"),
        (
            "certificates/texts.ja.toml",
            "番号: {receipt_number}",
            "{name}",
            "notice.received.body",
            "{name} may not stand here",
        ),
        ("certificates/texts.ja.toml", "番号: {receipt_number}", "{receipt_number", "notice.received.body", "brace"),
        (
            "certificates/texts.ja.toml",
            "番号: {receipt_number}",
            "{receipt_number!r}",
            "notice.received.body",
            "format",
        ),
        (
            "certificates/texts.ja.toml",
            "番号: {receipt_number}",
            "{payment_url} {receipt_number}",
            "notice.received.body",
            "payment_url",
        ),
        (
            "certificates/offers.toml",
            'scopes = ["applicant"]',
            'scopes = ["applicant", "household"]',
            "certificate[1].scopes",
            "a certificate of this kind has no household",
        ),
        (
            "certificates/offers.toml",
            "options = []",
            'options = ["domicile"]',
            "certificate[1].options",
            "a certificate of this kind has no domicile",
        ),
        ("certificates/texts.ja.toml", "コード: {code}", "コード", "notice.received.body", "{code} is missing"),
        (
            "certificates/texts.ja.toml",
            "】お支払いのお願い",
            "】{payment_url}",
            "notice.payment_open.subject",
            "may not stand here",
        ),
        ("certificates/texts.ja.toml", "{payment_url}\n", "\n", "notice.payment_open.body", "{payment_url} is missing"),
    ],
)
def test_a_fault_is_named_by_file_key_and_reason(folder: Path, file: str, old: str, new: str, key: str, reason: str):
    """Each spoilt value is found where it stands, and the fix is said."""
    spoil(folder / file, old, new)
    found = [finding for finding in check(folder) if finding.key == key and reason in finding.reason]
    assert [finding.file for finding in found] == [folder / file], check(folder)
    assert all(finding.fix for finding in found)


@pytest.mark.parametrize(
    ("file", "old", "new", "fragment"),
    [
        ("certificates/fees.toml", "unit_price = 300", "unit_price = 3.5", "unit_price = 3.5"),
        ("officers.toml", '["dispatcher"]', '["dispatch"]', '["dispatch"]'),
        ("municipality.toml", '"0999-99-0001"', '"0999 99 0001"', "telephone"),
        ("postage.toml", "up_to_grams = 25,", "up_to_grams = 0,", "rate = ["),
        ("certificates/texts.ja.toml", '"【みなも市】返金の手続をしました"', "1", "subject = 1"),
        (
            "certificates/fees.toml",
            'kind = "resident_record_copy"\neffective_from = 2025',
            "effective_from = 2025",
            "[[fee]]\neff",
        ),
    ],
)
def test_a_fault_is_named_by_line(folder: Path, file: str, old: str, new: str, fragment: str):
    """The line is that of the key, or of the table where the key is missing."""
    spoil(folder / file, old, new)
    (finding,) = check(folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert finding.line == text[: text.index(fragment)].count("\n") + 1
    assert str(finding).startswith(f"{folder / file}:{finding.line}: {finding.key}: ")


def test_all_faults_of_all_files_are_listed_at_once(folder: Path):
    """Nobody mends one fault only to be told of the next."""
    spoil(folder / "certificates/fees.toml", "unit_price = 300", "unit_price = -1")
    spoil(folder / "certificates/fees.toml", "unit_price = 250", "unit_price = -1")
    spoil(folder / "payment.toml", "provider =", "providor =")
    assert sorted(finding.key for finding in check(folder)) == [
        "fee[0].unit_price",
        "fee[1].unit_price",
        "provider",
        "providor",
    ]


def _delete(folder: Path) -> None:
    (folder / "certificates/fees.toml").unlink()


def _break_toml(folder: Path) -> None:
    spoil(folder / "certificates/fees.toml", "unit_price = 300", "unit_price = ")


def _break_utf8(folder: Path) -> None:
    (folder / "certificates/fees.toml").write_bytes("ordinance = 手数料".encode("shift_jis"))


def _write_twice(folder: Path) -> None:
    spoil(folder / "certificates/fees.toml", "unit_price = 300", "unit_price = 300\nunit_price = 400")


@pytest.mark.parametrize(
    ("harm", "line", "reason"),
    [
        (_delete, None, "missing"),
        (_break_toml, 15, "no valid TOML"),
        (_break_utf8, None, "not UTF-8"),
        (_write_twice, 16, "no valid TOML"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_finding(
    folder: Path, harm: Callable[[Path], None], line: int | None, reason: str
):
    """A missing, broken or wrongly encoded file is told in one finding, with its line where there is one."""
    harm(folder)
    (finding,) = check(folder)
    assert (finding.file.name, finding.line) == ("fees.toml", line)
    assert reason in finding.reason


@pytest.mark.parametrize("name", ["officer.toml", "certificates/fess.toml"])
def test_a_file_nobody_knows_is_named(folder: Path, name: str):
    """A misspelt file name is not passed over in silence."""
    (folder / name).write_text("", encoding="utf-8")
    (finding,) = check(folder)
    assert finding.file == folder / name


def test_a_folder_that_bears_no_procedures_name_is_named(folder: Path):
    """Rules in a misspelt folder would be rules of nothing."""
    (folder / "certificates").rename(folder / "certificate")
    (finding,) = check(folder)
    assert (finding.file, finding.fix) == (folder / "certificate", "name the folder after one of: certificates")


@pytest.mark.parametrize("what", ["a file", "a link to nowhere"])
def test_a_procedures_folder_that_is_none_is_no_way_to_offer_nothing(folder: Path, what: str):
    """A share that is not mounted would close a counter in silence: it is named."""
    rmtree(folder / "certificates")
    if what == "a file":
        (folder / "certificates").write_text("", encoding="utf-8")
    else:
        (folder / "certificates").symlink_to("/nowhere")
    (finding,) = check(folder)
    assert (finding.file, finding.reason) == (folder / "certificates", "this is not a folder, or leads to none")


def test_a_municipality_that_does_not_offer_a_procedure_has_none_of_its_files(folder: Path):
    """It is served all the same, and whoever asks for the procedure's rules is told that it has none."""
    rmtree(folder / "certificates")
    assert check(folder) == []
    policy = PolicyFiles(folder.parent).policy("999001")
    with pytest.raises(DomainError) as refusal:
        rules_of(policy)
    assert refusal.value.facts == {"why": "procedure_not_offered", "procedure": "certificates"}


def test_an_empty_or_missing_folder_is_told(tmp_path: Path):
    """A wrong path is an answer with a fix, not a trace."""
    assert "no municipality" in check(tmp_path)[0].reason
    assert "does not exist" in check(tmp_path / "nowhere")[0].reason


def test_a_wrong_folder_is_not_loaded(folder: Path):
    """The program does not start on half a rule: it is told every finding."""
    spoil(folder / "certificates/fees.toml", "unit_price = 300", "unit_price = -1")
    with pytest.raises(PolicyFilesRefused) as refusal:
        PolicyFiles(folder.parent)
    assert refusal.value.code is ErrorCode.POLICY_INVALID
    assert [finding.key for finding in refusal.value.findings] == ["fee[1].unit_price"]


def test_an_unknown_municipality_is_refused(folder: Path):
    """A code that nobody serves is an error, and the code itself is not repeated."""
    book = PolicyFiles(folder.parent)
    assert book.codes == ("999001",)
    with pytest.raises(DomainError) as refusal:
        book.policy("123456")
    assert refusal.value.facts == {"why": "municipality_unknown"}


def test_a_strangers_procedure_brings_its_own_files(folder: Path):
    """With its folder it is offered, beside the first or alone; each fault is named in its own file."""
    houses = Procedures(CERTIFICATES, DOGS)
    write_dog_rules(folder)
    assert check(folder, houses) == []
    rmtree(folder / "certificates")
    policy = PolicyFiles(folder.parent, houses).policy("999001")
    assert policy.rules("dogs", ProcedureRules).deadlines.of("processing").business_days == 5
    assert show(policy, DAY, ClosedDays(first=DAY, last=DAY, days=frozenset()), houses)["procedures"] == {
        "dogs": {"deadlines": {"processing": {"business_days": 5}}}
    }

    spoil(folder / "dogs/deadlines.toml", "business_days = 5", "business_days = 0")
    (finding,) = check(folder, houses)
    assert (finding.file, finding.line, finding.key) == (
        folder / "dogs/deadlines.toml",
        1,
        "processing.business_days",
    )


def test_the_version_follows_the_content(folder: Path):
    """The same files give the same version, any change of content another."""
    first = PolicyFiles(folder.parent).policy("999001").version
    assert PolicyFiles(folder.parent).policy("999001").version == first
    spoil(folder / "certificates/fees.toml", "unit_price = 300", "unit_price = 301")
    assert PolicyFiles(folder.parent).policy("999001").version != first
