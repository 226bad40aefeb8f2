"""How a page is read: turned so that its lines run from left to right."""

from dataclasses import dataclass

from extractor.model import Box

__all__ = ["Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page and the direction of its lines."""

    width: float
    """Points of the unrotated page."""
    height: float
    turn: int
    """Quarter turns clockwise from left-to-right to the direction of writing."""
    placing: tuple[float, ...] | None = None
    """3 × 3, row by row: from the page as read to the unrotated page, where more than `turn` is between them."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as read."""
        return (self.width, self.height) if self.turn % 2 == 0 else (self.height, self.width)

    def read(self, box: Box) -> Box:
        """Where a box of the unrotated page is on the page as read."""
        x0, y0, x1, y1 = box
        match self.turn:
            case 1:
                return y0, self.width - x1, y1, self.width - x0
            case 2:
                return self.width - x1, self.height - y1, self.width - x0, self.height - y0
            case 3:
                return self.height - y1, x0, self.height - y0, x1
            case _:
                return box

    def placed(self, box: Box) -> Box:
        """Where a box of the page as read is on the unrotated page."""
        x0, y0, x1, y1 = box
        if self.placing:
            corners = [self._point(x, y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
            across, down = zip(*corners, strict=True)
            return min(across), min(down), max(across), max(down)
        match self.turn:
            case 1:
                return self.width - y1, x0, self.width - y0, x1
            case 2:
                return self.width - x1, self.height - y1, self.width - x0, self.height - y0
            case 3:
                return y0, self.height - x1, y1, self.height - x0
            case _:
                return box

    def _point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f, g, h, i = self.placing or (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
        scale = g * x + h * y + i
        return (a * x + b * y + c) / scale, (d * x + e * y + f) / scale
