"""The one way a reader says that it cannot read what it was given."""


class Unreadable(Exception):
    """Bytes that no reader of ours makes sense of; `code` is a slug ("encrypted"), `detail` says it in English."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the slug and the detail apart: one is counted and translated, the other is shown."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
