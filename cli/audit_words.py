"""The auditor's answers in words: tables and sentences for people."""

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from audit.agreement import Agreement
from audit.authority import RoleNotHeld
from audit.explain import Explanation
from audit.findings import Finding
from audit.phrases import Language, Phrase, joined, phrase, span
from audit.replay import Replay, WorkflowReplay
from audit.sources import Filed
from audit.verify import Verification
from audit.words.shape import ProcedureWords
from domain import ids
from domain.japan import to_the_second
from hosting.tables import WholeTable, Words, table

_FILED = {
    Filed.NOT_ARCHIVED: phrase("保管庫にはまだない", "not archived yet"),
    Filed.INTACT: phrase("保管ファイルは元のまま", "archived file intact"),
    Filed.ALTERED: phrase("保管ファイルが書き換えられている", "ARCHIVED FILE ALTERED"),
    Filed.MISSING: phrase("保管ファイルがない", "ARCHIVED FILE MISSING"),
}
_SOURCES = {"engine": phrase("エンジン", "engine"), "archive": phrase("保管庫", "archive")}


def _table(language: Language, *columns: Phrase) -> WholeTable:
    return table(*(column.say(language) for column in columns))


def verification(result: Verification) -> RenderableType:
    """Return the verification of the whole ledger."""
    sizes = ", ".join(map(str, result.checkpoints)) or "なし (none)"
    head = f"台帳 {result.size} 件  根 {result.root}\n照合した検証点 (checkpoints): {sizes}"
    if result.staged:
        head += f"\n封印を待つ出来事 (staged): {result.staged} 件、最も古いものは {result.oldest_staged_seconds or 0:.0f} 秒前"
    if result.ok:
        return f"{head}\n正しい台帳です (the ledger verifies)"
    return Group(Text(head), _findings(result.findings), Text("台帳に誤りがあります (the ledger does NOT verify)"))


def _findings(findings: tuple[Finding, ...]) -> WholeTable:
    found = table("誤り (finding)", "申請 (request)", "場所 (where)")
    for finding in findings:
        found.add_words(finding.code.value, finding.case_id or "", finding.where)
    return found


def explanation(explained: Explanation, language: Language) -> RenderableType:
    """Return a case's story as a table, with its times and what its procedure adds."""
    table = _table(
        language,
        phrase("番号", "no."),
        phrase("日時 (JST) と経過", "when (JST), after"),
        phrase("誰が", "who"),
        phrase("何を", "what"),
        phrase("状態", "status"),
    )
    for step in explained.steps:
        after = span(step.after_seconds)
        table.add_words(
            str(step.place),
            f"{to_the_second(step.at)} (+{after.say(language)})",
            step.who.say(language),
            step.what.say(language),
            step.status_words.say(language),
        )
    head = phrase(f"案件番号 {explained.case_number}  ", f"Case {explained.case_number}  ") + explained.summary.head
    words = {step.status: step.status_words for step in explained.steps}
    spent = joined(
        [words[status] + phrase(" ", " ") + span(seconds) for status, seconds in explained.seconds_in.items()]
    )
    times = phrase("状態ごと: ", "By status: ") + spent
    lines = (Words(each.say(language)) for each in (times, *explained.summary.lines))
    return Group(head.say(language), table, *lines)


def replayed(words: ProcedureWords[Any, Any], result: Replay, language: Language) -> RenderableType:
    """Return a replay: each workflow's steps, then the verdicts."""
    parts: list[RenderableType] = []
    for each in result.workflows:
        parts += [_headline(each).say(language), _steps(each, language), _verdict(each).say(language), ""]
    parts += [_missing(workflow_id).say(language) for workflow_id in result.missing]
    if result.ledger is not None:
        parts.append(_ledger(result.ledger).say(language))
    parts += [_role_not_held(words, each).say(language) for each in result.roles_not_held]
    return Group(*parts)


def _headline(each: WorkflowReplay) -> Phrase:
    source, filed = _SOURCES[each.source], _FILED[each.filed]
    running = phrase("進行中", "running") if each.running else phrase("終了", "closed")
    return phrase(
        f"{each.workflow_id}  {running.ja}、{source.ja}から、{each.events}イベント、{filed.ja}",
        f"{each.workflow_id}  {running.en}, from the {source.en}, {each.events} events, {filed.en}",
    )


def _steps(each: WorkflowReplay, language: Language) -> WholeTable:
    table = _table(language, phrase("番号", "event"), phrase("日時 (JST)", "when (JST)"), phrase("何が", "what"))
    for step in each.steps:
        table.add_words(str(step.event_id), to_the_second(step.at), step.what.say(language))
    return table


def _verdict(each: WorkflowReplay) -> Phrase:
    if each.agrees:
        return phrase("今のコードは、この履歴と一致します", "Today's code agrees with this history")
    parted = each.disagreement
    if parted is None:
        return phrase("読めないので再生していません", "Not replayed: there is nothing trustworthy to replay")
    event = parted.event_id or "?"
    return phrase(
        f"一致しません: イベント {event} で、履歴は「{parted.recorded.ja}」、今のコードは「{parted.wanted.ja}」"
        f"({parted.engine_says})",
        f"DISAGREES at event {event}: the history says {parted.recorded.en}, today's code wants {parted.wanted.en}"
        f" ({parted.engine_says})",
    )


def _role_not_held(words: ProcedureWords[Any, Any], found: RoleNotHeld) -> Phrase:
    what = words.action(found.action)
    return phrase(
        f"第{found.place}件「{what.ja}」: {found.by} は、その日この役割を持っていませんでした",
        f"Event {found.place}, {what.en}: {found.by} did NOT hold the role on that day",
    )


def _missing(workflow_id: str) -> Phrase:
    if ids.case_of_workflow(workflow_id):
        return phrase("申請の履歴がありません(まだ始まっていないか、失われています)", "No history of the request")
    return phrase(f"履歴がありません: {workflow_id}", f"No history of {workflow_id}")


def _ledger(agreement: Agreement) -> Phrase:
    if agreement.agrees:
        late = phrase("(記録の途中)", " (recording under way)") if agreement.in_flight else phrase("", "")
        return phrase(
            f"台帳({agreement.ledger_events}件)と履歴({agreement.history_events}件)は同じ状態になります{late.ja}",
            f"Ledger ({agreement.ledger_events} events) and history ({agreement.history_events}) give the same state{late.en}",
        )
    nothing = phrase("記録なし", "nothing")
    here, there = agreement.ledger_says or nothing, agreement.history_says or nothing
    return phrase(
        f"台帳と履歴が第{agreement.parted_at}件で分かれます: 台帳「{here.ja}」、履歴「{there.ja}」",
        f"Ledger and history part at event {agreement.parted_at}: ledger “{here.en}”, history “{there.en}”",
    )
