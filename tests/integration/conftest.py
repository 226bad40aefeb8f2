"""What integration tests share: their support modules can be imported, here and in the processes that they start."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent / "support"))
