"""`Typeface` by the fonts the press prints with: the counter asks it before anybody signs or pays."""

from functools import cached_property

from adapters.documents.coverage import Face, first_missing


class PressTypeface:
    """The locked fonts, read when first asked: most commands never ask."""

    def first_unprintable(self, text: str) -> int | None:
        """Return the position (from 0) of the first character no font of the press has; None when all are there.

        Raises DomainError(FONT_MISSING) when a font itself is not there.
        """
        return first_missing(text, self._faces)

    @cached_property
    def _faces(self) -> tuple[Face, ...]:
        from adapters.documents.fonts import LoadedFonts, locked_fonts  # the typesetter takes long to import

        return LoadedFonts(locked_fonts()).faces
