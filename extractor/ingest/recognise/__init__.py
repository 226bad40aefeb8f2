"""Pages read from their pictures; importing any module in here but this one loads OpenCV and the recogniser."""

__all__: list[str] = []
