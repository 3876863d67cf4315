"""Where a finding is, to the character, and what it says: the wrong text of each example stands between ⟦ and ⟧."""

from __future__ import annotations

import io
import re

import pytest

import redif
from redif.findings.finding import Finding

OPENING, CLOSING = "⟦", "⟧"
KINDS = {
    "paper": "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:bbbbbb:1\n",
    "article": "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:bbbbbb:1\n",
    "article of an issue": "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:bbbbbb:v:6:y:2001:i:1:p:1-2\n",
}


def checked(text: str) -> list[Finding]:
    return list(redif.check(io.BytesIO(text.encode()), isolated=True))


def place(marked: str) -> tuple[int, int, int, int]:
    """The lines and columns of what stands between the marks."""
    start, end = marked.index(OPENING), marked.replace(OPENING, "").index(CLOSING)
    text = marked.replace(OPENING, "").replace(CLOSING, "")
    line, end_line = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    return line, start - text.rfind("\n", 0, start), end_line, end - text.rfind("\n", 0, end)


PLACES = [
    # titles and abstracts
    ("abstract-title", "paper", "Title: A title of some length\nAbstract: ⟦A title of some length.⟧",
     "The abstract is the same as the title."),
    ("abstract-title", "paper", "Title: A title of some length\nAbstract: ⟦A title of some length⟧. Abstract We study growth.",
     "The abstract begins with the title."),
    ("abstract-title", "paper", "Title: A title of some length\nAbstract: ⟦A TITLE of some length⟧: Abstract. We study growth.",
     "The abstract begins with the title."),
    ("abstract-title", "paper", "Title: Fifteen letters\nAbstract: ⟦Fifteen: letters⟧", "The abstract is the same as the title."),
    ("attribute-deprecated", "article", "Title: Growth of all\n⟦publication-date⟧: 2021", "Publication-Date is out of date."),
    ("volume-handle", "article of an issue", "Title: Growth of all\nVolume: ⟦5⟧", 'Volume is "5", but the handle says "6".'),
    # clusters
    ("cluster-order", "paper", "Title: Growth of all\nAuthor-Name: Jo Jones\n⟦Author-Email: a@example.org\nAuthor-Email: b@example.org⟧",
     "The 2 Author-Name lines come first, and all Author-Email lines after them, so that each Author-Email belongs to the last"
     " Author-Name."),
    ("cluster-order", "paper", "Title: Growth of all\nAuthor-Name: Jo Jones\nAuthor-Name: Jo Brown\nAuthor-WorkPlace-Name: A\n"
     "⟦AUTHOR-EMAIL: a@example.org\nAuthor-email: b@example.org\nAuthor-Email: c@example.org⟧",
     "The 3 Author-Name lines come first, and all AUTHOR-EMAIL lines after them, so that each AUTHOR-EMAIL belongs to the last"
     " Author-Name."),
    ("cluster-order", "paper", "Title: Growth of all\nAuthor-Name: Jo Jones\nAuthor-Name: Jo Brown\n⟦Author-WorkPlace-Name: A\n"
     "Author-WorkPlace-Name: B\nAuthor-WorkPlace-Name: C⟧",
     "The 3 Author-Name lines come first, and all Author-WorkPlace-Name lines after them, so that each Author-WorkPlace-Name"
     " belongs to the last Author-Name."),
    ("name-twice", "paper", "Title: Growth of all\nAuthor-Email: a@example.org\nauthor-name: Jo Jones\nAuthor-Name: ⟦Jane Smith⟧\n",
     'Author-Name "Jane Smith" is given twice.'),
    # what says nothing
    ("value-placeholder", "article", "Title: Growth of all\nVolume:   ⟦null⟧", 'Volume is "null", which says that there is no value.'),
    ("value-placeholder", "article", "Title: ⟦UNDEFINED⟧", 'Title is "UNDEFINED", which says that there is no value.'),
    ("value-incomplete", "article", "Title: Growth of all\nPages: 5-⟦null⟧",
     'Pages has "null" where a part of it is missing: "5-null".'),
    ("value-placeholder", "article", "Title: Growth of all\nPages: ⟦NaN-NaN⟧", 'Pages is "NaN-NaN", which says that there is no value.'),
    ("value-placeholder", "paper", "Title: Growth of all\nKeywords: nullity; ⟦null⟧; a",
     'One of the Keywords is "null", which says that there is no value.'),
    ("value-incomplete", "article", "Title: Growth of all\nIssue: ⟦NaN⟧/12", 'Issue has "NaN" where a part of it is missing: "NaN/12".'),
    ("value-incomplete", "paper", "Title: Growth of all\nFile-URL: https://example.org/⟦undefined⟧?x=1",
     'File-URL has "undefined" where a part of it is missing: "https://example.org/undefined?x=1".'),
    ("value-example", "paper", "Title: ⟦The title of your paper⟧", 'Title is still the text of an example: "The title of your paper".'),
    ("value-example", "paper", f"Title: Growth of all\nAbstract: ⟦Lorem ipsum {'dolor ' * 20}sit⟧",
     'Abstract is still the text of an example: "Lorem ipsum ' + 'dolor ' * 11 + '…".'),
    # letters
    ("text-ligature", "paper", "Title: The ⟦e¤ects⟧ of growth", 'In Title, "e¤ects" should be "effects".'),
    ("text-ligature", "paper", "Title: The  old\n ⟦e¤ects⟧ of growth on …rms",
     'In Title, "e¤ects" should be "effects", and so on in 1 other word.'),
    ("text-ligature", "paper", "Title: Growth of all\nKeywords: a ⟦su¢\n cient⟧ one",
     'In Keywords, "su¢ cient" should be "sufficient".'),
    ("text-ligature", "paper", "Title: The price of ⟦qua¤ima⟧", 'In Title, letters are missing in "qua¤ima".'),
    ("text-look-alike", "paper", "Title: The ⟦Imрact⟧ of all", 'In Title, "Imрact" has letters of two alphabets: р is Cyrillic.'),
    ("text-look-alike", "paper", "Title: All that is\n  of ⟦Τhе⟧ рrice and thе end",
     'In Title, "Τhе" has letters of two alphabets: h is Latin; the same in 2 other words.'),
    ("text-look-alike", "paper", "Title: ⟦Вiдновлення⟧ та розвиток економiки",
     'In Title, "Вiдновлення" has letters of two alphabets: i is Latin; the same in 1 other word.'),
    # names
    ("name-addition", "paper", "Title: Growth of all\nAuthor-Name: Doe, Jane (Jane Q.)⟦, 1960-⟧",
     'Author-Name has "1960-" after the name.'),
    ("name-addition", "paper", f"Title: Growth of all\nAuthor-Name: Jane{' Maria' * 15} Smith⟦*⟧",
     'Author-Name has "*" after the name.'),
    ("name-email", "paper", "Title: Growth of all\nAuthor-Name: Jo Jones <⟦jo@example.org⟧>",
     'Author-Name has an e-mail address in it: "jo@example.org".'),
    ("name-affiliation", "paper", "Title: Growth of all\nAuthor-Name: Jones, Jo⟦ (World Bank)⟧",
     'Author-Name has an affiliation in it: "Jones, Jo (World Bank)".'),
    ("name-capitals", "paper", "Title: Growth of all\nAuthor-Name: ⟦JONES, J.⟧", 'Author-Name is all in capital letters: "JONES, J.".'),
    # lines
    ("line-merged", "article", "Title: Growth of all\nJournal: Journal of Examples⟦Volume:⟧ 5",
     'Volume is on the same line as Journal: "Journal of ExamplesVolume: 5".'),
    ("line-merged", "paper", "Length: 12\n  ⟦Author-Name:⟧ Jane Smith",
     "There is a space in front of Author-Name, so RePEc takes the line for a part of Length."),
    ("line-merged", "article", "Title: Growth of all\nJournal: X\n  Y ⟦Creation_Date:⟧ 2021",
     "Creation_Date has an underscore in it, so RePEc takes it for a part of Journal."),
    ("value-attribute", "paper", "Title: Growth of all\nAuthor-Email:  ⟦Author-Email:⟧ a@example.org",
     'Author-Email begins with "Author-Email:", which is the name of an attribute.'),
    ("line-break", "article", "Title: Growth of all⟦<br>⟧\nVolume: 6 <br />", "2 lines of this template end with <br>, which is for web pages."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "kind", "marked", "message"), PLACES)
def test_a_finding_is_where_the_fault_is(code: str, kind: str, marked: str, message: str) -> None:
    whole = KINDS[kind] + marked + "\n"
    text = re.sub(f"[{OPENING}{CLOSING}]", "", whole)
    [found] = [finding for finding in checked(text) if finding.code == code]
    assert found.message == message
    assert (found.line, found.column, found.end_line, found.end_column) == place(whole)


HINTS = [
    ("name-affiliation", "Author-Name: Jones, Jo (World Bank)",
     "Write only the name in Author-Name, and the rest below it as Author-WorkPlace-Name."),
    ("name-email", "Author-Name: Jo Jones <jo@example.org>", "Write it below the name as Author-Email."),
    ("name-several", "Author-Name: Jo Jones; Jim Press",
     "Write each person on a separate Author-Name line, followed by the attributes that belong to that person."),
    ("line-merged", "Journal: X Creation_Date: 2021", "Write Creation-Date, with a hyphen."),
    ("line-merged", "Pages: 1-20 Volume: 5", "Begin a new line before Volume."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "line", "hint"), HINTS)
def test_a_finding_says_what_to_write_instead(code: str, line: str, hint: str) -> None:
    [found] = [finding for finding in checked(f"{KINDS['article']}Title: Growth of all\n{line}\n") if finding.code == code]
    assert found.hint == hint


def test_attributes_are_called_as_the_grammar_spells_them() -> None:
    [found] = [f for f in checked(KINDS["paper"] + "TITLE: The e¤ects of growth\n") if f.code == "text-ligature"]
    assert (found.attribute, found.template) == ("Title", (1, "ReDIF-Paper 1.0", "RePEc:aaa:bbbbbb:1"))


@pytest.mark.parametrize("number", [1, 7, 8, 9, 30])
def test_places_are_right_however_many_there_are(number: int) -> None:
    lines = [f"Author-Name: {'J' * count}o Jones{count}  <jo@example.org>" for count in range(number)]
    text = "Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:aaa:bbbbbb:1\nTitle: Growth of all\n" + "\n".join(lines) + "\n"
    found = [(finding.line, finding.column) for finding in checked(text) if finding.code == "name-email"]
    assert found == [(4 + count, lines[count].index("jo@") + 1) for count in range(number)]


def test_a_long_list_of_problems_ends_with_a_word_about_the_rest() -> None:
    names = "".join(f"Author-Name: Jo Jones <jo{number}@example.org>\n" for number in range(2000))
    found = [finding for finding in checked(f"{KINDS['paper']}Title: Growth of all\n{names}") if finding.code != "name-email"]
    assert [finding.code for finding in found] == ["findings-many"]
    assert found[0].message == "This template has more problems than are listed."


def test_a_long_value_is_cut_at_a_word() -> None:
    text = f"{KINDS['paper']}Title: Growth of all\nAbstract: We study it. JEL codes: E62, F41. {'Keywords' * 20}: debt\n"
    found = {finding.code: finding.message for finding in checked(text)}
    assert (
        found["abstract-jel"] == 'The abstract has JEL codes in it: "JEL codes: E62, F41. …". There is no Classification-JEL.'
    )
