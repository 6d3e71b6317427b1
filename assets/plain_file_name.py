"""A file name that every system takes, from words of ours.

Belongs here: folding Vietnamese to ASCII for names of files that we write. Does not: names of files that were sent to us.
"""

from __future__ import annotations

import re
import unicodedata


def plain_file_name(text: str) -> str:
    """'2024_33_Hưng Yên' → '2024_33_Hung-Yen': letters, digits, '_' and '-' alone."""
    decomposed = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"_+", "_", re.sub(r"[^0-9A-Za-z_-]+", "-", bare)).strip("-_")
