"""Pages read from their pictures. Importing any module in here but this one loads OpenCV and the recogniser."""
