"""Texts built from the grammar read back to the same tree."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.grammar import Group
from support.strategies import FREE_TEXT, GRAMMAR, VALUES_BY_TYPE

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
            value = draw(VALUES_BY_TYPE.get(attribute.type, FREE_TEXT))
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
        assert told <= {
            "required-missing",
            "one-of-missing",
            "attribute-deprecated",
            "template-obsolete",
            "value-unread",
            "value-form",
            "value-placeholder",
            "date-impossible",
            "attribute-several",
            "character-undecodable",
        }
        assert template.record.model_dump(mode="json", exclude_defaults=True) == template.data
