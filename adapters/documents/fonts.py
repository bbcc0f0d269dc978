"""Which fonts print: from locked packages by default, never from the machine. A 外字 font is a deployment's choice.

Whatever they cannot print, the counter refuses before anybody pays (`typeface.py`).
"""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import typst

from adapters.documents.coverage import Face, read_face
from domain.errors import DomainError, ErrorCode

_JAPANESE = "Noto Sans CJK JP"
_FOREIGN = {  # package: family; Latin first, for the others have some of it too
    "fontpkg_noto_sans": "Noto Sans",
    "fontpkg_noto_sans_thai": "Noto Sans Thai",
    "fontpkg_noto_sans_arabic": "Noto Sans Arabic",
    "fontpkg_heebo": "Heebo",
    "fontpkg_noto_sans_khmer": "Noto Sans Khmer",
    "fontpkg_noto_sans_tamil": "Noto Sans Tamil",
    "fontpkg_noto_sans_telugu": "Noto Sans Telugu",
    "fontpkg_hind_siliguri": "Hind Siliguri",
}


@dataclass(frozen=True)
class FontSet:
    """Directories of font files, and family names in order of preference.

    `families` print ordinary text. `foreign_families` print a text that the first family cannot print alone, so that
    the letters of one name come from one font.
    """

    directories: tuple[Path, ...]
    families: tuple[str, ...]
    foreign_families: tuple[str, ...]


def locked_fonts() -> FontSet:
    """Return the fonts this project locks (all OFL-1.1).

    Japanese, Chinese, Korean; Latin, Greek, Cyrillic and Devanagari; and one font for each further script there is a
    package for: Thai, Arabic, Hebrew, Khmer, Tamil, Telugu, Bengali.
    """
    folders = (_package("noto_cjk_sans_jp_regular"), *(_package(each) / "files" for each in _FOREIGN))
    foreign = tuple(_FOREIGN.values())
    return FontSet(folders, families=(_JAPANESE, *foreign), foreign_families=(*foreign, _JAPANESE))


class LoadedFonts:
    """Fonts ready for the typesetter, and what each can print.

    Raises DomainError(FONT_MISSING) when a family is in none of the directories.
    """

    def __init__(self, chosen: FontSet) -> None:
        self.chosen = chosen
        self.for_typst = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=list(chosen.directories)
        )
        upright = {
            font.family: (Path(font.path), font.index)
            for font in self.for_typst.fonts()
            if font.style == "normal" and font.path
        }
        for family in (*chosen.families, *chosen.foreign_families):
            if family not in upright:
                raise DomainError(ErrorCode.FONT_MISSING, family=family)
        self.faces: tuple[Face, ...] = tuple(read_face(*upright[family]) for family in chosen.families)


def _package(name: str) -> Path:
    try:
        return Path(str(files(name)))
    except ModuleNotFoundError as error:
        raise DomainError(ErrorCode.FONT_MISSING, package=name) from error
