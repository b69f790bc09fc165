"""The one style sheet, joined from its parts. Each part names its own layer. Imports no Django."""

import re
from collections.abc import Sequence
from pathlib import Path

NAME = "css/cohort.css"
LAYERS = "@layer base, layout, components, print, motion;\n"


def parts(folder: Path) -> list[Path]:
    """Return the parts in order: tokens, fonts, base, layout, every component, print."""
    first = [folder / f"{name}.css" for name in ("tokens", "fonts", "base", "layout")]
    return [*first, *sorted((folder / "components").glob("*.css")), folder / "print.css", folder / "motion.css"]


def join(files: Sequence[Path]) -> str:
    """Return the sheet without comments and indentation; layers are declared first."""
    text = LAYERS + "\n".join(file.read_text() for file in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\n\s+", "\n", text)
