"""The demo's story and its evidence as tables a non-programmer can read."""

from rich.console import Group, RenderableType
from rich.table import Table

from domain.japan import JAPAN
from embedded.demo.run import DemoResult


def report(result: DemoResult) -> RenderableType:
    """Return what the demo prints."""
    story = _table("ひとつの申請のはなし", "いつ (JST)", "だれが", "何があったか", "かかった時間")
    for step in result.story.steps:
        story.add_row(f"{step.at.astimezone(JAPAN):%H:%M:%S}", step.who, step.what, f"{step.took_ms / 1000:.2f} 秒")
    evidence = _table("証拠 (わたしたちの記録ではなく、相手の帳簿で)", "確かめたこと", "結果", "見つかったもの")
    for check in result.checks:
        evidence.add_row(check.name, "○" if check.ok else "× 成り立たない", check.found)
    files = "\n".join(f"  {path}" for path in result.story.documents)
    verdict = "完了: すべて確かめました" if result.ok else "失敗: 上の × を見てください"
    return Group(story, evidence, f"できたファイル:\n{files}", verdict)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title)
    for column in columns:
        table.add_column(column, overflow="fold")  # nothing is cut on a narrow screen
    return table
