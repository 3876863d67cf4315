"""The syntax of values: what each rule takes, why it refuses, and that its two engines agree."""

from __future__ import annotations

import re
import sys

import pyparsing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redif import Grammar, GrammarError
from redif.findings.errors import UsageError
from redif.grammar.abnf import read_abnf
from redif.grammar.expressions import Expression
from redif.grammar.rules import Rule
from redif.grammar.values import EXPLAINED

RULES = Grammar.standard().rules
PARSERS = {name: Grammar.standard().parser(name) for name in RULES}

TAKEN = {
    "archivehandle": (["RePEc:aaa", "repec:AAA", "ReLIS:abc", "mapin:xyz"], ["RePEc:aa", "RePEc:aaaa", "RePEc:a1a", "RePEc:aaa:"]),
    "serieshandle": (["RePEc:aaa:wpaper", "RePEc:aaa:a1b2c3"], ["RePEc:aaa:wpape", "RePEc:aaa:wpapers", "RePEc:aaa:wp_per"]),
    "documenthandle": (
        ["RePEc:taf:rcybxx:v:6:y:2021:i:3:p:360-374", "RePEc:aaa:wpaper:10.1007_s11192-022-04264-2",
         "RePEc:aaa:wpaper:v::y:2003:i:1:p:86-97", "RePEc:aaa:wpaper:!\"%&'()*+,-./:<=>?@\\_`{}~"],
        ["RePEc:aaa:wpaper:", "RePEc:aaa:wpaper: 1", "RePEc:aaa:wpaper:1 2", "RePEc:aaa:wpaper:é", "RePEc:aaa:wpaper:a#b"],
    ),
    "institutionhandle": (["RePEc:edi:deexaus"], ["RePEc:edi:", "RePEc:edi:deexau", "RePEc:edi"]),
    "personhandle": (["pba441", "RePEc:per:1958-01-07:ROLAND_BENABOU"], ["ba441", "p", "RePEc:per:1958:NAME", "p 1"]),
    "date": (
        ["2021", "2021-09", "2021-09-30", "202109", "20210930"],
        ["21", "2021-9", "2021-13", "2021-09-32", "2021-00", "2021-0930", "September 2021", "2021-09-3"],
    ),
    "email": (["a@b.org", "a.b+c&d-e_f=g@x-y.z_1.org"], ["a", "a@b", "a@b.", "@b.org", "a b@c.org", "a@b.org, c@d.org", "a@@b.org", "a@é.org"]),
    "url": (
        ["http://a.org", "https://a.org:80/b?c=d#e", "ftp://me:pw@a_b.org/x", "URL:http://a.org/", "HTTP://A.ORG/%7Ea/", "http://9.org/x",
         "https://1.2.3.4/x", "https://a.b.c1/x", "http://a.org/x?y?z", "http://xn--abc.org/(x)!,;=+$|*'~@:&"],
        ["http://a.org/x y", "http://a.org/é", "http://a.org?b=1", "http://a.org#b", "http://a,b.org/", "http://a_b.org/x", "https://a/x",
         "https://a..org/", "https://-a.org/", "https://a-.org/", "https://a.org./", "https://a.1/", "https://me@a.org/", "http://a.org/[x]",
         "http://a.org/x\\y", "http://a.org/x^y", "http://a.org/x#y#z", "http://a.org:/", "https://1.2.3/",
         "www.a.org", "http://", "gopher://a.org", "http://a.org/x- y", "http://a.org, http://b.org", "http://caribeña.net/",
         "http://a.org?#/", "http://a- b.org/"],
    ),
    "doi": (["10.1/2", "doi:10.1/2", "DOI: 10.1/2", "https://doi.org/10.1/2", "http://dx.doi.org/10.1/2"], ["", "10.1 /2", "not a doi"]),
    "jel-code": (["A", "a1", "D12", "D630"], ["", "1", "AB", "D1234", "016", "D631"]),
    "jel-list": (["D12", "D12, H41; Z110", "A1 B2.C3:", ", D1"], ["", "D12, 016", "D12 and H41", "D12,,é"]),
    "media-type": (["application/pdf", "text/x-foo", "a/b/c"], ["pdf", "/pdf", "text/", "a b/c"]),
    "language": (["en", "EN"], ["e", "eng", "e1"]),
    "pubstat": (["Published", "forthcoming in X", "PUBLISHED, 2001"], ["Under Review", " Published", ""]),
    "percentage": (["0", "99", "05"], ["100", "5%", "", "-1"]),
    "programming-language": (["C", "C++", "stata", "Ox", "R", "RATS", "tsp international"], ["Excel", "C#", "Javascript"]),
    "doctype": (["ReDIF-Paper", "redif-article", "ReDIF-Book 1.0"], ["ReDIF- Article", "ReDIF-pdf", "Paper", "ReDIF-Paper 2.0"]),
    "pages": (["360-374", "1", "S1-S20", "5, 7-9", "xii–xx", "e12345", "1 - 20; 30"], ["", "1-", "-5", "pp. 1-2", "1--"]),
    "personal-name": (["Kaja Ciglic", "Ciglic, Kaja", "Example, Ada, Jr.", "Plato"], ["", ",Kaja", "Ciglic,", "A  B", "A, B, C, D"]),
    "template-type": (["ReDIF-Paper 1.0", "redif-paper 1.0"], ["ReDIF-Paper", "ReDIF-Paper 1.1"]),
    "entity": (["&amp;", "&#8217;", "&#8 217;", "&#x2019;"], ["&", "& amp;", "&amp", "&#;"]),
    "markup": (['<p>', "</i>", "<br/>", "<br />", '<a href="x">', "<jats:italic>", "<mml:math>"], ["<", "< p>", "<b and c>", "<0.05>", "<x>"]),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "value"), [(r, v) for r, (good, _) in TAKEN.items() for v in good])
def test_a_rule_takes(rule: str, value: str) -> None:
    assert RULES[rule].accepts(value)
    assert RULES[rule].explain(value) is None


@pytest.mark.parametrize(("rule", "value"), [(r, v) for r, (_, bad) in TAKEN.items() for v in bad])
def test_a_rule_refuses(rule: str, value: str) -> None:
    assert not RULES[rule].accepts(value)
    refusal = RULES[rule].explain(value)
    assert refusal is not None
    assert 0 <= refusal.offset <= len(value)
    assert all(refusal.expected)
    assert not parses(rule, value)


@pytest.mark.parametrize(
    ("rule", "value", "offset", "words"),
    [
        ("serieshandle", "RePEc:ise:remwp", 15, "six letters or digits"),
        ("documenthandle", "RePEc:aaa:wpape:12", 15, "six letters or digits"),
        ("institutionhandle", "RePEc:edi:", 10, "seven letters or digits"),
        ("date", "2011-10-5", 8, "a day, 01 to 31"),
        ("date", "January, 2001", 0, "a date: yyyy, yyyy-mm or yyyy-mm-dd"),
        ("url", "www.x.org", 0, "http, https or ftp"),
        ("email", "a@b.org; c@d.org", 7, "nothing more"),
        ("programming-language", "Excel", 0, "one of the languages ReDIF knows"),
    ],
)
def test_a_refusal_says_where_and_what_would_fit(rule: str, value: str, offset: int, words: str) -> None:
    refusal = RULES[rule].explain(value)
    assert refusal is not None
    assert refusal.offset == offset
    assert words in str(refusal)


def parses(rule: str, value: str) -> bool:
    try:
        return bool(PARSERS[rule].parse_string(value, parse_all=True)[0] == value)
    except pyparsing.ParseException:
        return False


def mutated(value: str, at: int, character: str, how: int) -> str:
    at %= len(value) + 1
    match how:
        case 0:
            return value[:at] + character + value[at:]
        case 1:
            return value[:at] + value[at + 1 :]
        case 2:
            return value[:at] + character + value[at + 1 :]
        case _:
            return value[:at]


@pytest.mark.parametrize("name", sorted(RULES))
@settings(max_examples=15)  # of each of some two hundred rules
@given(data=st.data())
def test_both_engines_agree(name: str, data: st.DataObject) -> None:
    rule = RULES[name]
    value = data.draw(st.from_regex(loose(rule), fullmatch=True))
    for _ in range(data.draw(st.integers(0, 3))):
        character = data.draw(st.sampled_from(' -:/.,;@#ap0159Z_é\n\t<>"') | st.characters())
        value = mutated(value, data.draw(st.integers(0, 60)), character, data.draw(st.integers(0, 3)))
    assert bool(rule.accepts(value)) == parses(name, value) == (rule.explain(value) is None)
    if (refusal := rule.explain(value)) is not None:
        assert refusal.offset <= len(value)
        # What matched is not the reason: it is refused in the same place, or later, whatever comes after it.
        if refusal.offset < len(value):
            again = rule.explain(value[: refusal.offset + 1])
            assert again is None or again.offset == refusal.offset


def loose(rule: Rule) -> str:
    """The rule's expression without atomic groups and possessive repeats, from which hypothesis can draw."""
    return (
        rule.pattern().pattern.replace("(?>", "(?:").replace("++", "+").replace("*+", "*").replace("?+", "?").replace("}+", "}")
    )


@given(st.text(max_size=40))
def test_both_engines_agree_on_any_text(value: str) -> None:
    for rule in RULES.values():
        assert bool(rule.accepts(value)) == (rule.explain(value) is None), rule


@pytest.mark.parametrize("name", sorted(RULES))
def test_no_rule_takes_long_over_a_long_value(name: str) -> None:
    # A rule that went back and forth would not come to an end on any of these.
    for piece in ("a", "a ", "1", "-", "a.", "<p ", "&#", "http://a", "RePEc:aaa:"):
        assert RULES[name].accepts(piece * 20_000 + "\x00") is None or name in ("any", "doi-name", "media-type")


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("a = b\n", 1, 1, "no rule b"),
        ('a = "x"\na = "y"\n', 2, 1, "twice"),
        ('a = "x" a\n', 1, 1, "itself"),
        ("a = b\nb = [a]\n", 1, 1, "itself"),
        ('a = "x\n', 1, 5, "not ABNF"),
        ('a = ("x" / \n', 1, 11, "not ABNF"),
        ('a = ("x"\n', 1, 9, 'expected ")"'),
        ('a "x"\n', 1, 3, 'expected "="'),
        ('a = "x"\nb = 2<prose>\n', 2, 6, "expected the name of a rule"),
        ("a = %x110000\n", 1, 5, "%x10FFFF"),
        ('a = *("x" / [b])\nb = "y"\n', 1, 1, "may be empty"),
        ("a = " + "(" * 3000 + '"x"' + ")" * 3000, 1, 1, "too deep"),
        ("\n\n = x\n", 3, 2, "not ABNF"),
    ],
)
def test_a_fault_in_abnf_is_told_with_its_place(text: str, line: int, column: int, word: str) -> None:
    with pytest.raises(GrammarError) as caught:
        read_abnf(text, "x.abnf")
    assert word in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("grammar", "good", "bad"),
    [
        ('a = 2*3"x"', ["xx", "XXX"], ["x", "xxxx"]),
        ('a = *2"x" "y"', ["y", "xxy"], ["xxxy"]),
        ('a = %s"x" %x41-43 [ "z" ]', ["xA", "xBz"], ["XA", "xD", "xa"]),
        ('a = ("x" / "yy") ; a comment\n    "z"', ["xz", "YYz"], ["x", "yz"]),
        ("a = %x61.62.63", ["abc"], ["ABC", "ab"]),
        ('a = "x" ; told\nb = a a', ["x"], ["xx"]),
        ('a = 1*("x" ["y"])', ["xxyx"], ["yx"]),
        ('a = 2"x" 2*"y"', ["xxyy", "XXYYY"], ["xyy", "xxy"]),
        ("a = %d97-99 %b1100100", ["ad", "cd"], ["dd", "a"]),
        ('a = "x"\na =/ "y"', ["x", "y"], ["z", "xy"]),
        ('a = %i"x" %d0', ["x\x00", "X\x00"], ["x"]),
        ('a = "x" ; one\n / "xy" ; the first alternative that matches is taken', ["x"], ["xy"]),
    ],
)
def test_abnf_as_rfc_5234_has_it(grammar: str, good: list[str], bad: list[str]) -> None:
    rule = Rule("a", read_abnf(grammar + "\n", "x.abnf"))
    for value in good:
        assert rule.accepts(value)
        assert rule.explain(value) is None
    for value in bad:
        assert not rule.accepts(value)
        assert rule.explain(value) is not None


def test_a_parser_gives_the_parts_by_name() -> None:
    parser = Grammar.standard().parser("DocumentHandle")
    found = parser.parse_string("RePEc:taf:rcybxx:v:6", parse_all=True)
    assert found.as_dict() == {
        "documenthandle": "RePEc:taf:rcybxx:v:6",
        "serieshandle": "RePEc:taf:rcybxx",
        "archivehandle": "RePEc:taf",
        "authority": "RePEc",
        "archive": "taf",
        "series": "rcybxx",
        "item": "v:6",
    }
    assert found.as_list() == ["RePEc:taf:rcybxx:v:6"]
    assert found["archive"] == "taf"


@pytest.mark.parametrize(
    ("rule", "value", "parts"),
    [
        ("date", "2021-09", {"year": "2021", "month": "09", "day": None}),
        ("pages", "1-2, 4", {"page_range": ["1-2", "4"], "first_page": ["1", "4"], "last_page": ["2"]}),
        ("jel-list", "C10", {"jel_code": ["C10"], "jel_class": ["C10"]}),
        ("jel-list", "C10, D11", {"jel_code": ["C10", "D11"], "jel_class": ["C10", "D11"]}),
    ],
)
def test_a_part_that_can_match_several_times_is_a_list(rule: str, value: str, parts: dict[str, str | list[str] | None]) -> None:
    found = Grammar.standard().parser(rule).parse_string(value, parse_all=True).as_dict()
    assert {name: found.get(name) for name in parts} == parts


def test_a_parser_is_part_of_a_larger_one() -> None:
    date = Grammar.standard().parser("date")
    between = date("from") + pyparsing.Suppress(" to ").leave_whitespace() + date("until")
    found = between.parse_string("2001 to 2002-03", parse_all=True)
    assert (found["from"], found["until"]) == ("2001", "2002-03")


def test_a_parser_says_what_it_expected() -> None:
    with pytest.raises(pyparsing.ParseException, match="six letters or digits"):
        Grammar.standard().parser("serieshandle").parse_string("RePEc:taf:x", parse_all=True)


def test_there_is_no_parser_for_an_unknown_rule() -> None:
    with pytest.raises(UsageError, match="no rule 'handle'"):
        Grammar.standard().parser("handle")


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_long_value_is_explained(name: str) -> None:
    for piece in ("a", "1", "-", "a.", "RePEc:aaa:", "http://a", "é"):
        value = piece * (3000 // len(piece)) + "\x00"
        refusal = RULES[name].explain(value)
        assert (refusal is None) == (RULES[name].accepts(value) is not None)


@pytest.mark.parametrize(("length", "offset"), [(EXPLAINED, EXPLAINED - 1), (EXPLAINED + 1, None), (3 * EXPLAINED, None)])
def test_what_is_too_long_to_be_parsed_is_no_reason(length: int, offset: int | None) -> None:
    refusal = Grammar.standard().type("doi").explain("x" * (length - 1) + " ")
    assert (refusal and refusal.offset) == offset
    cut_off = Grammar.standard().type("email").explain("x" * length)
    assert (cut_off and cut_off.offset) == (length if length == EXPLAINED else None)


@pytest.mark.parametrize("version", [(3, 11, 2), (3, 13, 0)])
def test_repeats_commit_in_every_version_of_python(version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    definitions = read_abnf('name = 1*("a" ("b" / "c" "d")) ["."]\nrest = name "ab"\n', "test.abnf")
    expression = Expression(definitions, {}, frozenset())
    assert ("(?>(?:" in expression.of_rule("name")) == (version < (3, 11, 5))
    assert re.fullmatch(expression.of_rule("name"), "abacdab.")
    assert not re.fullmatch(expression.of_rule("rest"), "abab")


@pytest.mark.parametrize(
    ("rule", "signs"),
    [
        ('";"', ";"), ('"a;b,"', ";,"), ('";" / ","', ";,"), ('";" / "a"', None), ('[";"] ","', ","), ('1*";" "-"', ";"),
        ('*";"', None), ("%x2C-2E", ",-."), ("%x20-2F", None), ('SP ("-" / "+") SP', "-+"), ('"ab"', None), ('ALPHA ";"', ";"),
    ],
)  # fmt: skip
def test_signs_of_a_rule_are_those_without_which_nothing_matches(rule: str, signs: str | None) -> None:
    definitions = read_abnf(f"x = {rule}\nSP = %x20\nALPHA = %x41-5A / %x61-7A\n", "x.abnf")
    found = Rule("x", definitions).signs()
    assert (None if found is None else sorted(found)) == (None if signs is None else sorted(signs))


@given(st.text(";,|/-* \\+aA1.—–；，·•:()", max_size=12))
def test_what_a_rule_finds_has_one_of_its_signs(text: str) -> None:
    for rule in RULES.values():
        signs = rule.signs()
        if signs is not None and (match := rule.finds(text)) is not None:
            assert not signs.isdisjoint(match[0]), rule
