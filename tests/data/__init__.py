"""Where the tests keep their fixtures; see README.md here for what each is and its licence."""

from pathlib import Path

HERE = Path(__file__).parent
# Fixtures that may be read but not copied stand beside the project; tests skip where that folder is absent.
SHARED = HERE.parents[2] / "shared" / "data"
