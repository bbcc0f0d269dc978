"""Hints of the carrier: each is a reason to ask where the letter is, once."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.certificate_request.messages import PostalHint


class PostalWatch:
    """De-duplicates what the carrier tells."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self.hinted = False

    def hint(self, hint: PostalHint) -> None:
        """Take a scan that the carrier told; the same scan twice is one."""
        if hint.event_id not in self._seen:
            self._seen.add(hint.event_id)
            self.hinted = True
