"""The one way a reader says that it cannot read what it was given."""


class Unreadable(Exception):
    """Bytes that no reader of ours makes sense of; `code` is a slug ("encrypted"), `detail` says it in English."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the slug and the detail apart: one is counted and translated, the other is shown."""
        super().__init__(code, detail)  # both, so that it can be pickled from one process to another
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        """Say both on one line."""
        return f"{self.code}: {self.detail}" if self.detail else self.code
