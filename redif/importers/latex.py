"""LaTeX as text: what the values of BibTeX fields say, as a reader sees them.

A formula stays as it is written, as it does in ReDIF. A command that is not known is kept by its name, so that nothing is lost.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

# A letter with an accent, and special letters: most of the LaTeX there is. Each is decoded once.
_LETTER = re.compile(
    r"(?<!\\)(?:\{\\[\"'`^~=.]\s*(?:\{\\?[A-Za-z]\}|\\?[A-Za-z])\}|\\[\"'`^~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z](?![A-Za-z])|[A-Za-z])"
    r"|\{\\[uvHcdbrk](?:\{\\?[A-Za-z]\}|\s+[A-Za-z])\}|\\[uvHcdbrk]\{\\?[A-Za-z]\}|\{\\(?:ss|[oOlLi]|ae|AE|oe|OE|aa|AA)\}"
    r"|\\(?:ss|[oOlLi]|ae|AE|oe|OE|aa|AA)(?:\{\}|(?=[^A-Za-z\s{]|$)))"
)
_ESCAPED_SIGN = re.compile(r"(?<!\\)\\([&%#_])")
_SIGNS = (("~", " "), ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
# Many files have these without a backslash; LaTeX would begin a comment or a column with them.
_UNESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)([%&#])")
# Commands of BibLaTeX that the library does not know.
_QUOTATION = re.compile(r"\\(?:enquote|mkbibquote)\*?\{((?:[^{}]|\{[^{}]*\})*)\}")
_BIBLATEX = re.compile(r"\\mkbib(?:emph|bold|italic)(?=\{)")
# What only sorts entries with the same year, and prints nothing: {\noopsort{1973b}}1973.
_SORTING = re.compile(r"\\(?:noopsort|SortNoop|noop)\s*\{[^{}]*\}")
# An address before the text that is linked to it, and an address in which LaTeX does not take ~ for a space.
_LINKED = re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl)\s*\{[^{}]*\}")
_BAR = re.compile(r"(?<!\\)\$\|\$")  # as redif writes the character |
# Commands that concern only how the text looks: what follows them is the text.
_APPEARANCE = str.split("""
    bf bfseries chapter em emph hbox href it itshape Large large mathrm mbox nolinkurl normalfont path relax rm sc
    scshape section sf sl small subparagraph subsection subsubsection textbf textgreek textit textmd textnormal textrm textsc
    textsf textsl textsubscript textsuperscript texttt textup tt uppercase upshape url
    """)
_TEXTS = {
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasciicircum": "^",
    "textbackslash": "\\",
    "textquotesingle": "'",
    "slash": "/",
    "S": "§",
    "P": "¶",
    "copyright": "©",
    "pounds": "£",
    "euro": "€",
    "TH": "Þ",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
    "textbraceleft": "{",
    "textbraceright": "}",
    "-": "",
    "/": "",
}
# Commands whose text is elsewhere, or which the library would replace by another text or by none.
_VERBATIM = str.split("""
    author autoref cite citep citet cref Cref date eqref exercise footnote include includegraphics input label ref title today
    uebung verb
    """)


def text_of(latex: str) -> str:
    """Return a value in LaTeX as text on one line."""
    if "\\mkbib" in latex or "\\enquote" in latex:
        latex = _BIBLATEX.sub("", _QUOTATION.sub(r"“\1”", latex))
    if "oop" in latex:
        latex = _SORTING.sub("", latex)
    if "\\href" in latex:
        latex = _LINKED.sub("", latex)
    if "~" in latex and "\\" in latex:
        latex = _ADDRESS.sub(lambda match: match[0].replace("\\~{}", "~").replace("~", "\\textasciitilde{}"), latex)
    if "\\" in latex and "$" not in latex:
        latex = _ESCAPED_SIGN.sub(r"\1", _LETTER.sub(lambda match: _letter(match[0]), latex))
    if "\\" in latex or "$" in latex:
        latex = _decoded(_UNESCAPED.sub(r"\1\\\2", _BAR.sub("|", latex)))
    else:
        for sign, text in _SIGNS:
            latex = latex.replace(sign, text)
        latex = latex.replace("{", "").replace("}", "")
    return " ".join(latex.split())


def _decoded(latex: str) -> str:
    try:
        return str(_decoder().latex_to_text(latex))
    except Exception:  # the library raises errors of many kinds where a command lacks what it takes
        return latex.replace("\\&", "&").replace("\\%", "%").replace("\\#", "#")


@lru_cache(maxsize=4096)
def _letter(latex: str) -> str:
    return _decoded(latex)


@cache
def _decoder() -> Any:
    from pylatexenc.latex2text import (  # type: ignore[import-untyped]
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    macros = [MacroTextSpec(name, simplify_repl=_last_argument) for name in _APPEARANCE]
    macros += [MacroTextSpec(name, text) for name, text in _TEXTS.items()]
    macros += [MacroTextSpec(name, simplify_repl=lambda node: node.latex_verbatim()) for name in _VERBATIM]
    context = get_default_latex_context_db()
    context.add_context_category("redif", prepend=True, macros=macros)
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=lambda node: f"\\{node.macroname} "))
    return LatexNodes2Text(math_mode="verbatim", latex_context=context)


def _last_argument(node: Any, l2tobj: Any) -> str:
    """Return what a command is about: the text of `\\emph{text}`, and of `\\href{address}{text}`."""
    arguments = node.nodeargd.argnlist if node.nodeargd else None
    return str(l2tobj.nodelist_to_text([arguments[-1]])) if arguments and arguments[-1] else ""
