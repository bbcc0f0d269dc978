"""Hints of the carrier: reasons to ask where the letter is."""

_MOST = 40


class PostalWatch:
    """Takes so many hints and no more; then the timers alone ask. Each scan was told apart before it came here."""

    def __init__(self) -> None:
        self._left = _MOST
        self.hinted = False

    def hint(self) -> None:
        """Take a scan that the carrier told."""
        if self._left > 0:
            self._left -= 1
            self.hinted = True

    def heard(self) -> bool:
        """Say whether there was a hint since this was last asked."""
        hinted, self.hinted = self.hinted, False
        return hinted
