"""From a PDF's coordinates, in which y grows upwards and text may run in any direction, to those of a reader."""

from intake.reading.documents.pdf.page import Box

_ALONG = (
    (1, 0),
    (0, 1),
    (-1, 0),
    (0, -1),
)  # where text runs to that is turned by no, one, two, three quarters


class Turning:
    """Turns points so that text of a direction runs to the right, and the corner at the top left is 0, 0."""

    def __init__(self, way: int, page: tuple[float, float, float, float]) -> None:
        """Take the direction in quarters of a full turn, and the visible box: left, bottom, right, top."""
        self._along = _ALONG[way]
        left, bottom, right, top = page
        corners = [self._flat(x, y) for x in (left, right) for y in (bottom, top)]
        self._left = min(x for x, _ in corners)
        self._top = max(y for _, y in corners)
        self.width = max(x for x, _ in corners) - self._left
        self.height = self._top - min(y for _, y in corners)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Turn a point."""
        x, y = self._flat(x, y)
        return x - self._left, self._top - y

    def box(self, box: tuple[float, float, float, float]) -> Box:
        """Turn a box given as left, bottom, right, top."""
        x0, y0 = self.point(box[0], box[1])
        x1, y1 = self.point(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _flat(self, x: float, y: float) -> tuple[float, float]:
        right, up = self._along
        return x * right + y * up, y * right - x * up
