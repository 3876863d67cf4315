"""Headings that people leave before keywords and JEL codes when they paste them: `Keywords:`, `JEL codes:`."""

from __future__ import annotations

import re

from redif.source.patterns import lazy

KEYWORDS = (
    "keyword", "key word", "key-word", "palabras clave", "mots-cl", "mots cl", "palavras-chave", "palavras chave",
    "schlüsselw", "schlagw", "ключевые слова", "anahtar kelime", "słowa kluczowe", "từ khóa", "parole chiave", "关键词",
    "klíčová slova", "kľúčové slová", "kulcssz", "cuvinte cheie", "cuvinte-cheie", "nyckelord", "nøgleord", "nøkkelord",
    "stikkord", "emneord", "trefwoord", "sleutelwoord", "avainsan", "asiasan", "λέξεις κλειδιά", "λέξεις-κλειδιά",
    "ključne riječi", "ključne reči", "ključne besede", "ключові слова", "ключови думи", "кључне речи", "descriptores",
    "descritores", "unitermos", "index terms", "stichwort", "stichwört", "paraules clau", "kata kunci", "キーワード",
    "关键字", "關鍵詞", "關鍵字", "키워드", "핵심어", "주제어", "الكلمات المفتاحية", "الكلمات الدالة",
)  # fmt: skip
_JEL = lazy(
    r"\bJ\.?E\.?L\.?(?:[\s()–-]{1,3}(?i:class\w*|clasif\w*|klass\w*|sınıflan\w*|codes?|c[oó]digos?|numbers?|nos?|subject|k[oó]d\w*|分类号?|分類番?号)){0,4}"
    r"[\s:：;,.=#()–-]{1,6}(?=[A-Z]\d\d?\b)|\bjel\s+codes?\s?:\s*"
)
_CODES = lazy(r"[A-Z]\d\d?(?:[\s,;/]+[A-Z]\d\d?\b)*")
_BEFORE_JEL = lazy(
    r"(?i)(?:^|(?<=[\s;,.]))(?:class\w*|clasif\w*|klas\w*|c[oó]digos?|codes?|codici|k[oó]d\w*|классификац\w*)\s+$"
)
_BEGINNINGS = frozenset(word[:3] for word in KEYWORDS)
_KEYWORDS_HEADING = lazy(
    rf"(?i)(?:{'|'.join(KEYWORDS)})[^\W\d_]*(?:\(s\))?(?:\s(?:and|&|и)\s\w+)?\s?[:：]\s*"
    # Without a colon, a word may begin the first keyword: keyword auctions. Its plural with a sign after it does not.
    r"|(?:key[ -]?words|mots[ -]clés?|palabras clave|palavras[ -]chave|schlüsselwörter|schlagwörter|parole chiave)"
    r"\s?(?:[.=]|[–—-](?=\s))\s*"
)


def keywords_heading(value: str) -> re.Match[str] | None:
    """Return the heading with which keywords begin."""
    return _KEYWORDS_HEADING.match(value) if value[:3].lower() in _BEGINNINGS else None


def jel_heading(value: str) -> re.Match[str] | None:
    """Return the first heading of JEL codes in a text."""
    return _JEL.search(value) if "JEL" in value or "J.E.L" in value or "jel c" in value else None


def jel_codes(value: str) -> tuple[int, int] | None:
    """Return the span of the first JEL codes with a heading among keywords, heading and all; None where there are none."""
    match = jel_heading(value)
    codes = _CODES.match(value, match.end()) if match is not None else None
    if match is None or codes is None:
        return None
    before = _BEFORE_JEL.search(value, 0, match.start())
    return before.start() if before else match.start(), codes.end()
