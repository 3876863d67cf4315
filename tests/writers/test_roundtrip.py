"""Texts built from the grammar read back to the same tree."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import redif
from redif import Grammar
from redif.grammar import Group

GRAMMAR = Grammar.standard()

# A value of each type that its type takes and does not change; anything else is free text.
VALUES: dict[str, st.SearchStrategy[str]] = {
    "archivehandle": st.from_regex(r"RePEc:[a-z]{3}", fullmatch=True),
    "serieshandle": st.from_regex(r"RePEc:[a-z]{3}:[a-z0-9]{6}", fullmatch=True),
    "documenthandle": st.from_regex(r"RePEc:[a-z]{3}:[a-z0-9]{6}:[A-Za-z0-9_:.-]{1,9}", fullmatch=True),
    "institutionhandle": st.from_regex(r"RePEc:[a-z]{3}:[a-z0-9]{7}", fullmatch=True),
    "personhandle": st.from_regex(r"p[a-z]{2}[0-9]{1,3}", fullmatch=True),
    "date": st.from_regex(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-[0-2][1-9])?)?", fullmatch=True),
    "email": st.from_regex(r"[a-z.]{1,8}@[a-z]{1,5}\.[a-z]{2,3}", fullmatch=True),
    "url": st.from_regex(r"https?://[a-z]{1,8}\.[a-z]{2}(/[a-z0-9?=&~_]{0,9})?", fullmatch=True),
    "doi": st.from_regex(r"10\.[0-9]{4}/[a-z0-9.]{1,9}", fullmatch=True),
    "jel": st.sampled_from(["D12", "A1 B10", "F"]),
    "mime_type": st.sampled_from(["application/pdf", "text/html", "application/x-stata"]),
    "langcode639_1": st.sampled_from(["en", "de", "fr"]),
    "pubstat": st.sampled_from(["Published", "Forthcoming in X"]),
    "percentage": st.integers(0, 99).map(str),
    "programming_language": st.sampled_from(["stata", "R", "C++"]),
    "doctype": st.sampled_from(["ReDIF-Paper", "ReDIF-Book"]),
}
FREE = st.lists(
    st.from_regex(r"[^\s:#\x00-\x1f\x7f-\xa0\ud800-\udfff\ufeff\u2028\u2029]{1,8}", fullmatch=True), min_size=1, max_size=6
)

Lines = list[tuple[str, str]]


@st.composite
def group_of(draw: st.DrawFn, group: Group, prefix: str) -> tuple[Lines, dict[str, Any]]:
    """Some attributes of a template or cluster: as lines, and as the tree they make."""
    lines: Lines = []
    tree: dict[str, Any] = {}
    ordered = sorted(group.attributes.values(), key=lambda a: not a.key)
    optional = [a for a in ordered if not a.key]
    chosen = [a for a in ordered if a.key] + draw(st.lists(st.sampled_from(optional), max_size=6, unique_by=lambda a: a.name))
    # Clusters come last: what follows one would close it, and a cluster of the same prefix could claim it.
    for attribute in sorted(chosen, key=lambda a: (not a.key, a.cluster is not None)):
        name = f"{prefix}{attribute.name}"
        if attribute.cluster is None:
            if attribute.key and not prefix:
                continue
            value = draw(VALUES.get(attribute.type, FREE.map(" ".join)))
            lines.append((name, value))
            tree.setdefault(attribute.name.lower(), []).append(value)
            continue
        for _ in range(draw(st.integers(1, 2))):
            inner_lines, inner_tree = draw(group_of(GRAMMAR.clusters[attribute.cluster], f"{name}-"))
            lines += inner_lines
            tree.setdefault(attribute.name.lower(), []).append(inner_tree)
    return lines, tree


def spelled(draw: st.DrawFn, name: str) -> str:
    return draw(st.sampled_from([name, name.lower(), name.upper(), name.title()]))


@st.composite
def document(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A text with some templates, written with all the freedom there is, and the trees they make."""
    text, trees = "", []
    end = draw(st.sampled_from(["\n", "\r\n"]))
    for name in draw(st.lists(st.sampled_from(sorted(GRAMMAR.templates)), min_size=1, max_size=3)):
        group = GRAMMAR.templates[name]
        lines, tree = draw(group_of(group, ""))
        for key, value in [("Template-Type", group.name), *lines]:
            parts = value.split(" ")
            blank = draw(st.sampled_from([" ", "  ", f"{end} ", f"{end}# a comment{end} "])) if key != "Template-Type" else " "
            text += f"{spelled(draw, key)}:{draw(st.sampled_from(['', ' ', chr(9)]))}{blank.join(parts)}{end}"
        text += draw(st.sampled_from(["", end, f"# comment{end}"]))
        trees.append({"template-type": [group.name], **tree})
    return text, trees


@given(document())
def test_a_text_built_from_the_grammar_reads_back_to_its_tree(case: tuple[str, list[dict[str, Any]]]) -> None:
    text, trees = case
    templates = redif.parse(text).templates
    assert [template.tree for template in templates] == trees
    for template in templates:
        told = {finding.code for finding in template.findings}
        assert told <= {"required-missing", "one-of-missing", "attribute-deprecated", "template-obsolete", "value-unread"}
        assert template.record.model_dump(mode="json", exclude_defaults=True) == template.data
