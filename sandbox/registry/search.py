"""How the registry finds a name however it is written. For finding only: what is stored and printed is never folded."""

import re
import unicodedata

_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def search_key(name: str) -> str:
    """Return the name without variation selectors, widths, case and spaces."""
    folded = unicodedata.normalize("NFKC", _SELECTORS.sub("", name)).casefold()
    return "".join(folded.split())
