"""What a municipality that registers dogs writes: its own files, beside the others."""

from pathlib import Path

from domain.municipality.texts import Language

_TEXTS = """
[status]
submitted = "申請中"
registered = "登録済"
refused = "不登録"

[next_step]
submitted = "お待ちください。"
registered = "鑑札をお受け取りください。"
refused = "窓口へお問い合わせください。"

[notice.dog_registered]
subject = "犬の登録"
body = "{case_number} 鑑札 {tag}"

[notice.dog_refused]
subject = "犬の登録"
body = "{case_number} 登録できませんでした"
"""


def write_dog_rules(municipality: Path) -> None:
    """Write the files of the procedure into a municipality's folder."""
    folder = municipality / "dogs"
    folder.mkdir()
    (folder / "deadlines.toml").write_text("processing = { business_days = 5 }\n", encoding="utf-8")
    for language in Language:
        (folder / f"texts.{language}.toml").write_text(_TEXTS, encoding="utf-8")
