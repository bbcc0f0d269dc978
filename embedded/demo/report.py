"""The demo's story and its evidence as tables a non-programmer can read."""

from rich.console import Group, RenderableType
from rich.text import Text

from domain.japan import JAPAN
from embedded.demo.run import DemoResult
from hosting.tables import table


def report(result: DemoResult) -> RenderableType:
    """Return what the demo prints."""
    story = table(
        "いつ (JST)", "だれが", "何があったか", "かかった時間", title=f"ひとつの申請のはなし: {result.story.title}"
    )
    for step in result.story.steps:
        story.add_words(f"{step.at.astimezone(JAPAN):%H:%M:%S}", step.who, step.what, f"{step.took_ms / 1000:.2f} 秒")
    evidence = table("確かめたこと", "結果", "見つかったもの", title="証拠 (わたしたちの記録ではなく、相手の帳簿で)")
    for check in result.checks:
        evidence.add_words(check.name, "○" if check.ok else "× 成り立たない", check.found)
    files = "\n".join(f"  {path}" for path in result.story.documents)
    verdict = "完了: すべて確かめました" if result.ok else "失敗: 上の × を見てください"
    return Group(story, evidence, Text(f"できたファイル:\n{files}", no_wrap=True, overflow="ignore"), verdict)
