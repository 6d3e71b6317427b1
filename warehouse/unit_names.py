"""How spellings of one unit's name are brought together before they are compared.

Belongs here: the pure folding of a name into a comparison key. Does not belong here: which units exist in which year
(schema reference), the lookup itself (intake), and spellings that no folding can solve, such as "TP. HCM"
(warehouse/reference/units/unit_aliases.csv).
"""

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_VOWEL_RUN = re.compile("(?:[aeiouy][\u0300-\u036f]*){2,}")
_FIRST_VOWEL = re.compile("[aeiouy][\u0300-\u036f]*")
_AROUND_AND = re.compile(" *& *")
_TONE = re.compile(f"[{_TONES}]")
_LOOKALIKE_D = str.maketrans({"ð": "đ", "ɖ": "đ"})  # lower case of Ð U+00D0 and Ɖ U+0189, typed in place of Đ U+0110
# Comma, dot, minus sign, hyphen bullet, the dots and lines of a form to be filled in, quotation marks; category Pd is added in code.
_SEPARATORS = set(',.\u2212\u2043\u2026\u00b7_"\u201c\u201d\u00ab\u00bb')
_PREFIXES = ("thành phố ", "tỉnh ", "tp ", "t p ", "ubnd ", "ủy ban nhân dân ", "(ubnd) ")
_SHORT_PROVINCE = re.compile("t (?=[^ ]{2})")  # 'T. Trà Vinh', not 'T.T. Huế'


def fold_name(text: str) -> str:
    """Return the comparison key of a unit's name; equal keys mean the same name. Never raises.

    Folded: Unicode form (NFC), case, place of the tone mark (Hoà = Hòa, Thuỵ = Thụy), Đ with its look-alikes, every
    dash, hyphen, comma, dot and quotation mark (to a space), invisible characters, runs of spaces, spaces around &, and the prefixes
    tỉnh, T., thành phố, TP., T.P., UBND, Ủy ban nhân dân. Kept: every other diacritic (Hà Nam is not Hạ Nam) and "Bộ". The key is for
    comparison, not for show: in a run of vowels the tone stands on the first one. Folding a key again gives the same key.

        >>> fold_name("Tỉnh Bà Rịa – Vũng Tàu") == fold_name("BÀ RỊA-VŨNG TÀU")
        True
    """
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_LOOKALIKE_D)
    spaced = "".join(_spaced(char) for char in lowered)
    placed = _VOWEL_RUN.sub(_tone_on_first_vowel, unicodedata.normalize("NFD", spaced))
    single = " ".join(unicodedata.normalize("NFC", placed).split())
    return _without_prefixes(_AROUND_AND.sub("&", single) if "&" in single else single)


def _spaced(char: str) -> str:
    """A separator becomes a space; an invisible character (soft hyphen, zero width space) disappears."""
    category = unicodedata.category(char)
    if category == "Pd" or char in _SEPARATORS:
        return " "
    return "" if category == "Cf" else char


def _tone_on_first_vowel(run: re.Match[str]) -> str:
    """Old and new spelling put the tone on different vowels of one run; no two Vietnamese words differ only by that."""
    tones = "".join(_TONE.findall(run.group()))
    bare = _TONE.sub("", run.group())
    first = _FIRST_VOWEL.match(bare)
    assert first is not None  # a run starts with a vowel
    return first.group() + tones + bare[first.end() :]


def _without_prefixes(name: str) -> str:
    """Strip prefixes until none is left ("tỉnh, thành phố Huế"); a name that is nothing but a prefix stays."""
    for prefix in _PREFIXES:
        if name.startswith(prefix):
            return _without_prefixes(name[len(prefix) :])
    return _without_prefixes(name[2:]) if _SHORT_PROVINCE.match(name) else name
