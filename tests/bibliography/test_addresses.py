"""Addresses on IDEAS and EconPapers: those that were published, and the way back to the handle."""

from __future__ import annotations

import string
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redif
from redif.bibliography.addresses import econpapers_url, handle_from_url, ideas_url
from redif.models import Handle, HandleKind, record_of

# Type, handle, and the addresses that were published for it.
BOTH_KNOWN = [
    ("Paper", "RePEc:hhs:nhhfms:2023_002", "https://ideas.repec.org/p/hhs/nhhfms/2023_002.html"),
    ("Paper", "RePEc:uct:uconnp:2016-27", "https://ideas.repec.org/p/uct/uconnp/2016-27.html"),
    ("Paper", "RePEc:unm:unumer:2018035", "https://ideas.repec.org/p/unm/unumer/2018035.html"),
    ("Paper", "RePEc:cpr:ceprdp:14859", "https://ideas.repec.org/p/cpr/ceprdp/14859.html"),
    ("Paper", "RePEc:ehl:lserod:118352", "https://ideas.repec.org/p/ehl/lserod/118352.html"),
    ("Paper", "RePEc:euf:dispap:132", "https://ideas.repec.org/p/euf/dispap/132.html"),
    ("Paper", "RePEc:zbw:kitwps:148", "https://ideas.repec.org/p/zbw/kitwps/148.html"),
    ("Article", "RePEc:hrs:journl:v:xiii:y:2021:i:2:p:13-31", "https://ideas.repec.org/a/hrs/journl/vxiiiy2021i2p13-31.html"),
    ("Article", "RePEc:bla:ecopol:v:33:y:2021:i:3:p:533-582", "https://ideas.repec.org/a/bla/ecopol/v33y2021i3p533-582.html"),
    ("Article", "RePEc:inm:orisre:v:12:y:2001:i:2:p:195-207", "https://ideas.repec.org/a/inm/orisre/v12y2001i2p195-207.html"),
    ("Article", "RePEc:inm:orisre:v:12:y:2001:i:2:p:121-134", "https://ideas.repec.org/a/inm/orisre/v12y2001i2p121-134.html"),
    ("Article", "RePEc:eee:respol:v:35:y:2006:i:7:p:1018-1036", "https://ideas.repec.org/a/eee/respol/v35y2006i7p1018-1036.html"),
    ("Article", "RePEc:eee:eecrev:v:160:y:2023:i:c:s0014292123001599", "https://ideas.repec.org/a/eee/eecrev/v160y2023ics0014292123001599.html"),
    ("Article", "RePEc:eee:poleco:v:79:y:2023:i:c:s0176268023000824", "https://ideas.repec.org/a/eee/poleco/v79y2023ics0176268023000824.html"),
    ("Article", "RePEc:eee:pacfin:v:71:y:2022:i:c:s0927538x21002079", "https://ideas.repec.org/a/eee/pacfin/v71y2022ics0927538x21002079.html"),
    ("Article", "RePEc:kap:ejlwec:v:51:y:2021:i:1:d:10.1007_s10657-020-09676-0", "https://ideas.repec.org/a/kap/ejlwec/v51y2021i1d10.1007_s10657-020-09676-0.html"),
    ("Article", "RePEc:eee:jbfina:v:33:y:2009:i:3:p:464-472", "https://econpapers.repec.org/article/eeejbfina/v_3a33_3ay_3a2009_3ai_3a3_3ap_3a464-472.htm"),
    ("Article", "RePEc:inm:orisre:v:24:y:2013:i:4:p:998-1010", "https://econpapers.repec.org/article/inmorisre/v_3a24_3ay_3a2013_3ai_3a4_3ap_3a998-1010.htm"),
    ("Article", "RePEc:cup:apsrev:v:87:y:1993:i:01:p:102-114_09", "https://econpapers.repec.org/article/cupapsrev/v_3a87_3ay_3a1993_3ai_3a01_3ap_3a102-114_5f09.htm"),
    ("Paper", "RePEc:rug:rugwps:04/217", "https://econpapers.repec.org/paper/rugrugwps/04_2f217.htm"),
    ("Software", "RePEc:boc:bocode:S419501", "https://ideas.repec.org/c/boc/bocode/s419501.html"),
    ("Software", "RePEc:boc:bocode:S436001", "https://ideas.repec.org/c/boc/bocode/s436001.html"),
    ("Software", "RePEc:boc:bocode:S439301", "https://ideas.repec.org/c/boc/bocode/s439301.html"),
    ("Software", "RePEc:boc:bocode:S439301", "https://econpapers.repec.org/software/bocbocode/s439301.htm"),
    ("Software", "RePEc:boc:bocode:S435901", "https://econpapers.repec.org/software/bocbocode/s435901.htm"),
    ("Software", "RePEc:boc:bocode:s456750", "https://ideas.repec.org/c/boc/bocode/s456750.html"),
    ("Software", "RePEc:boc:bocode:s457234", "https://ideas.repec.org/c/boc/bocode/s457234.html"),
    ("Software", "RePEc:boc:bocode:s457562", "https://ideas.repec.org/c/boc/bocode/s457562.html"),
]  # fmt: skip

# Type and address, where the handle was not published beside it; the third is the handle that it must lead to.
ADDRESS_KNOWN = [
    ("Article", "https://ideas.repec.org/a/oup/rfinst/v29y2016i1p104-147..html", "RePEc:oup:rfinst:v:29:y:2016:i:1:p:104-147."),
    ("Article", "https://ideas.repec.org/a/oup/qjecon/v93y1979i4p675-689..html", "RePEc:oup:qjecon:v:93:y:1979:i:4:p:675-689."),
    ("Article", "https://ideas.repec.org/a/bpj/sndecm/v20y2016i4p399-419n3.html", "RePEc:bpj:sndecm:v:20:y:2016:i:4:p:399-419:n:3"),
    ("Article", "https://ideas.repec.org/a/bpj/bejmac/v9y2009i1n37.html", "RePEc:bpj:bejmac:v:9:y:2009:i:1:n:37"),
    ("Article", "https://ideas.repec.org/a/pkp/rocere/v8y2021i2p64-75id1488.html", "RePEc:pkp:rocere:v:8:y:2021:i:2:p:64-75:id:1488"),
    ("Article", "https://ideas.repec.org/a/gam/jecnmx/v12y2024i2p14-d1401620.html", "RePEc:gam:jecnmx:v:12:y:2024:i:2:p:14-:d:1401620"),
    ("Article", "https://ideas.repec.org/a/sot/journl/y2004i25-26p52-60.html", "RePEc:sot:journl:y:2004:i:25-26:p:52-60"),
    ("Article", "https://ideas.repec.org/a/nat/natcom/v17y2026i1d10.1038_s41467-026-68453-w.html", "RePEc:nat:natcom:v:17:y:2026:i:1:d:10.1038_s41467-026-68453-w"),
    ("Article", "https://ideas.repec.org/a/kap/sbusec/v57y2021i1d10.1007_s11187-019-00306-x.html", "RePEc:kap:sbusec:v:57:y:2021:i:1:d:10.1007_s11187-019-00306-x"),
    ("Article", "https://ideas.repec.org/a/eee/econom/v66y1995i1-2p225-250.html", "RePEc:eee:econom:v:66:y:1995:i:1-2:p:225-250"),
    ("Article", "https://econpapers.repec.org/article/eeeeconom/v_3a66_3ay_3a1995_3ai_3a1-2_3ap_3a225-250.htm", "RePEc:eee:econom:v:66:y:1995:i:1-2:p:225-250"),
    ("Article", "https://ideas.repec.org/a/eee/enepol/v145y2020ics030142152030375x.html", "RePEc:eee:enepol:v:145:y:2020:i:c:s030142152030375x"),
    ("Article", "https://ideas.repec.org/a/eee/jomega/v76y2018icp85-99.html", "RePEc:eee:jomega:v:76:y:2018:i:c:p:85-99"),
    ("Article", "https://ideas.repec.org/a/ecm/emetrp/v64y1996i4p813-36.html", "RePEc:ecm:emetrp:v:64:y:1996:i:4:p:813-36"),
    ("Article", "https://ideas.repec.org/a/bep/evoice/4200731.html", "RePEc:bep:evoice:4200731"),
    ("Article", "https://econpapers.repec.org/article/cupbjposi/v_3a10_3ay_3a1980_3ai_3a03_3ap_3a317-339_5f00.htm", "RePEc:cup:bjposi:v:10:y:1980:i:03:p:317-339_00"),
    ("Article", "https://econpapers.repec.org/article/bpjjqsprt/v_3a8_3ay_3a2012_3ai_3a1_3an_3a10.htm", "RePEc:bpj:jqsprt:v:8:y:2012:i:1:n:10"),
    ("Article", "https://econpapers.repec.org/article/fejarticl/v_3a4a_3ay_3a2011_3ai_3a3_3ap_3a27-44.htm", "RePEc:fej:articl:v:4a:y:2011:i:3:p:27-44"),
    ("Article", "https://econpapers.repec.org/article/oupqjecon/v_3a105_3ay_3a1990_3ai_3a1_3ap_3a1-28..htm", "RePEc:oup:qjecon:v:105:y:1990:i:1:p:1-28."),
    ("Article", "https://econpapers.repec.org/article/eeeeneeco/v_3a148_3ay_3a2025_3ai_3ac_3as0140988325003895.htm", "RePEc:eee:eneeco:v:148:y:2025:i:c:s0140988325003895"),
    ("Chapter", "https://ideas.repec.org/h/eee/gamchp/v4y2015icp619-702.html", "RePEc:eee:gamchp:v:4:y:2015:i:c:p:619-702"),
    ("Chapter", "https://ideas.repec.org/h/eee/finchp/2-b-907-967.html", "RePEc:eee:finchp:2-b-907-967"),
    ("Chapter", "https://ideas.repec.org/h/elg/eechap/4136_12.html", "RePEc:elg:eechap:4136_12"),
    ("Chapter", "https://ideas.repec.org/h/wsi/wschap/9789814293501_0054.html", "RePEc:wsi:wschap:9789814293501_0054"),
    ("Chapter", "https://ideas.repec.org/h/eme/aiaezz/s2212-160920140000004000.html", "RePEc:eme:aiaezz:s2212-160920140000004000"),
    ("Chapter", "https://econpapers.repec.org/bookchap/sprisochp/978-1-4614-3600-3_5f10.htm", "RePEc:spr:isochp:978-1-4614-3600-3_10"),
    ("Chapter", "https://econpapers.repec.org/bookchap/aecieed10/10-42.htm", "RePEc:aec:ieed10:10-42"),
    ("Book", "https://econpapers.repec.org/bookchap/vsvvbooks/ovsv.htm", "RePEc:vsv:vbooks:ovsv"),
    ("Book", "https://ideas.repec.org/b/mtp/titles/026202375x.html", "RePEc:mtp:titles:026202375x"),
    ("Book", "https://ideas.repec.org/b/bis/bisifb/57.html", "RePEc:bis:bisifb:57"),
    ("Paper", "https://ideas.repec.org/p/hal/wpaper/halshs-03022609.html", "RePEc:hal:wpaper:halshs-03022609"),
    ("Paper", "https://ideas.repec.org/p/dew/wpaper/2020-03.html", "RePEc:dew:wpaper:2020-03"),
    ("Paper", "https://ideas.repec.org/p/rug/rugwps/13-865.html", "RePEc:rug:rugwps:13-865"),
    ("Paper", "https://econpapers.repec.org/paper/osfsocarx/e5fgc_5fv1.htm", "RePEc:osf:socarx:e5fgc_v1"),
    ("Paper", "https://econpapers.repec.org/paper/redsed017/1597.htm", "RePEc:red:sed017:1597"),
    ("Paper", "https://econpapers.repec.org/paper/vuawpaper/1993-11.htm", "RePEc:vua:wpaper:1993-11"),
    ("Software", "https://ideas.repec.org/c/wuu/hscode/m11003.html", "RePEc:wuu:hscode:m11003"),
    ("Series", "https://ideas.repec.org/s/nbr/nberwo.html", "RePEc:nbr:nberwo"),
    ("Series", "https://ideas.repec.org/s/boc/bocode.html", "RePEc:boc:bocode"),
    ("Series", "https://econpapers.repec.org/paper/nbrnberwo/", "RePEc:nbr:nberwo"),
    ("Person", "https://ideas.repec.org/e/pco34.html", "pco34"),
    ("Person", "https://econpapers.repec.org/RAS/psh494.htm", "psh494"),
    ("Person", "https://econpapers.repec.org/RAS/pma455.htm", "pma455"),
]  # fmt: skip

ITEMS = ["Paper", "Article", "Book", "Chapter", "Software"]
SERIES_START = "RePEc:aaa:Ssss0s:"
# Letters, digits and marks that handles may hold, and one, the semicolon, that they may not.
CODES = st.text(string.ascii_letters + string.digits + "/_%.-():;+", min_size=1, max_size=20)


class Catalogue:
    """Handles as they are spelled, by their small letters."""

    def __init__(self, *handles: str) -> None:
        self.handles = {handle.lower(): handle for handle in handles}
        self.asked: list[str] = []

    def handles_like(self, start: str) -> Iterable[str]:
        self.asked.append(start)
        return (spelled for key, spelled in self.handles.items() if key.startswith(start.lower()))

    def __contains__(self, handle: object) -> bool:
        return isinstance(handle, str) and handle.lower() in self.handles


def data(type_: str, handle: str, **fields: Any) -> dict[str, Any]:
    named = {"short_id": handle} if type_ == "Person" else {"handle": handle}
    return {"template_type": f"ReDIF-{type_} 1.0", **named, **fields}


def addresses(type_: str, handle: str) -> list[str | None]:
    return [ideas_url(data(type_, handle)), econpapers_url(data(type_, handle))]


@pytest.mark.parametrize(("type_", "handle", "url"), BOTH_KNOWN)
def test_a_published_pair(type_: str, handle: str, url: str) -> None:
    assert url in addresses(type_, handle)
    back = handle_from_url(url)
    assert back is not None
    assert back == Handle(handle).normal
    assert handle_from_url(url, Catalogue(handle)) == handle


@pytest.mark.parametrize(("type_", "url", "handle"), ADDRESS_KNOWN)
def test_a_published_address(type_: str, url: str, handle: str) -> None:
    assert handle_from_url(url) == handle
    assert url in addresses(type_, handle)


def test_a_slash_is_a_dash_on_ideas_and_the_catalogue_knows_which() -> None:
    url = "https://ideas.repec.org/p/rug/rugwps/13-865.html"
    assert ideas_url(data("Paper", "RePEc:rug:rugwps:13/865")) == url
    assert handle_from_url(url, Catalogue("RePEc:rug:rugwps:13/865")) == "RePEc:rug:rugwps:13/865"
    assert handle_from_url(url, Catalogue("RePEc:rug:rugwps:13/86")) == "RePEc:rug:rugwps:13-865"


@pytest.mark.parametrize(
    ("type_", "handle", "ideas", "econpapers"),
    [
        ("Paper", "RePEc:aaa:wpaper:50%_A", "p/aaa/wpaper/50%25_a.html", "paper/aaawpaper/50_25_5fa.htm"),
        ("Paper", "RePEc:AAA:WPaper:a~b(c)", "p/aaa/wpaper/a~b(c).html", "paper/aaawpaper/a_7eb_28c_29.htm"),
        ("Paper", "RePEc:aaa:wpaper:a?b<c", "p/aaa/wpaper/a%3Fb%3Cc.html", "paper/aaawpaper/a_3fb_3cc.htm"),
        ("Article", "RePEc:aaa:journl:v::y:2003:i:1:p:86-97", "a/aaa/journl/vy2003i1p86-97.html",
         "article/aaajournl/v_3a_3ay_3a2003_3ai_3a1_3ap_3a86-97.htm"),
        ("Book", "RePEc:aaa:ebooks:1", "b/aaa/ebooks/1.html", "bookchap/aaaebooks/1.htm"),
        ("Chapter", "RePEc:aaa:echaps:1", "h/aaa/echaps/1.html", "bookchap/aaaechaps/1.htm"),
    ],
)  # fmt: skip
def test_an_odd_handle(type_: str, handle: str, ideas: str, econpapers: str) -> None:
    assert addresses(type_, handle) == [f"https://ideas.repec.org/{ideas}", f"https://econpapers.repec.org/{econpapers}"]


@pytest.mark.parametrize(
    ("types", "folder"),
    [
        (["ReDIF-Paper"], "paper"),
        (["ReDIF-Article", "ReDIF-Paper"], "article"),
        (["ReDIF-article"], "article"),
        (["ReDIF-Book"], "bookchap"),
        (["ReDIF-Chapter"], "bookchap"),
        (["ReDIF-Software"], "software"),
        (["ReDIF-Series"], "paper"),
        (["journal"], "paper"),
        ([], "paper"),
    ],
)
def test_a_series_stands_with_what_it_holds(types: list[str], folder: str) -> None:
    series = data("Series", "RePEc:AAA:Journl", types=types)
    assert econpapers_url(series) == f"https://econpapers.repec.org/{folder}/aaajournl/"
    assert ideas_url(series) == "https://ideas.repec.org/s/aaa/journl.html"


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"template_type": "ReDIF-Paper 1.0"},
        {"template_type": "journal", "handle": "RePEc:aaa:wpaper:1"},
        data("Paper", "RePEc:aaa:wpaper"),
        data("Paper", "RePEc:aaa:wpaper:"),
        data("Paper", "RePEc:aaa:wpaper:a b"),
        data("Paper", "RePEc:aaa:wpaper:é"),
        data("Paper", "ReLIS:aaa:wpaper:1"),
        data("Paper", "pba441"),
        data("Series", "RePEc:aaa:wpaper:1"),
        data("Series", "RePEc:aaa"),
        data("Archive", "RePEc:aaa"),
        data("Institution", "RePEc:edi:deexaus"),
        data("Person", "441"),
        {"template_type": "ReDIF-Person 1.0", "handle": "RePEc:per:1970-01-01:ADA_EXAMPLE"},
    ],
)
def test_a_record_without_a_page(record: dict[str, Any]) -> None:
    assert ideas_url(record) is None
    assert econpapers_url(record) is None


TEMPLATES = """\
Template-Type: ReDIF-Paper 1.0
Title: One
Author-Name: Ada Example
Handle: RePEc:aaa:wpaper:A/1

Template-Type: ReDIF-Article 1.0
Title: Two
Handle: RePEc:aaa:journl:v:1:y:2021:i:1:p:S1-S20

Template-Type: ReDIF-Chapter 1.0
Title: Three
Handle: RePEc:aaa:echaps:3_1

Template-Type: ReDIF-Software 1.0
Title: Four
Handle: not a handle

Template-Type: ReDIF-Series 1.0
Name: Examples
Type: ReDIF-Article
Handle: RePEc:aaa:journl

Template-Type: ReDIF-Person 1.0
Name-Full: Ada Example
Short-ID: PEX1
Handle: RePEc:per:1970-01-01:ADA_EXAMPLE

Template-Type: ReDIF-Archive 1.0
Handle: RePEc:aaa

Template-Type: ReDIF-Unheard 1.0
Handle: RePEc:aaa:wpaper:9
"""


def test_a_record_and_its_plain_data_have_the_same_address() -> None:
    templates = redif.parse(TEMPLATES).templates
    found = [ideas_url(template.data) for template in templates]
    assert found == [
        "https://ideas.repec.org/p/aaa/wpaper/a-1.html",
        "https://ideas.repec.org/a/aaa/journl/v1y2021i1ps1-s20.html",
        "https://ideas.repec.org/h/aaa/echaps/3_1.html",
        None,
        "https://ideas.repec.org/s/aaa/journl.html",
        "https://ideas.repec.org/e/pex1.html",
        None,
        None,
    ]
    assert [ideas_url(template.record) for template in templates] == found
    assert [econpapers_url(template.record) for template in templates] == [econpapers_url(t.data) for t in templates]
    assert econpapers_url(templates[5].record) == "https://econpapers.repec.org/RAS/pex1.htm"


@pytest.mark.parametrize(
    ("url", "handle"),
    [
        ("http://www.ideas.repec.org/p/nbr/nberwo/5539.html", "RePEc:nbr:nberwo:5539"),
        ("HTTPS://IDEAS.RePEc.org/p/nbr/nberwo/5539.html?a=b#c", "RePEc:nbr:nberwo:5539"),
        ("https://ideas.repec.org./p/nbr/nberwo/5539.html", "RePEc:nbr:nberwo:5539"),
        ("https://ideas.repec.org/s/nbr/nberwo2.html", "RePEc:nbr:nberwo"),
        ("https://ideas.repec.org/s/red/sed01712.html", "RePEc:red:sed017"),
        ("https://ideas.repec.org/f/psh494.html", "psh494"),
        ("http://econpapers.repec.org/software/bocbocode/S457363.htm", "RePEc:boc:bocode:s457363"),
        ("https://econpapers.repec.org/article/eeeeconom/v_3A66_3Ay_3A1995.htm", "RePEc:eee:econom:v:66:y:1995"),
        ("https://econpapers.repec.org/paper/nbrnberwo", "RePEc:nbr:nberwo"),
        ("https://EconPapers.repec.org/RePEc:rug:rugwps:04/217", "RePEc:rug:rugwps:04/217"),
        ("https://econpapers.repec.org/RePEc:eee:finlet:v:55:y:2023:i:pb:s1544612323003860",
         "RePEc:eee:finlet:v:55:y:2023:i:pb:s1544612323003860"),
        ("https://ideas.repec.org/a/eee/finlet/v55y2023ipbs1544612323003860.html",
         "RePEc:eee:finlet:v:55:y:2023:i:pb:s1544612323003860"),
        ("https://ideas.repec.org/a/bxr/bxrceb/y2002v45i2p11-40.html", "RePEc:bxr:bxrceb:y:2002:v:45:i:2:p:11-40"),
        ("https://ideas.repec.org/a/aaa/journl/v1y2021i3-part-1p1-20.html", "RePEc:aaa:journl:v:1:y:2021:i:3-part-1:p:1-20"),
        ("https://ideas.repec.org/a/aaa/journl/v1y2021p1-20.html", "RePEc:aaa:journl:v:1:y:2021:p:1-20"),
        ("https://ideas.repec.org/a/aaa/journl/v1y2021i1pxi-xv.html", "RePEc:aaa:journl:v:1:y:2021:i:1:p:xi-xv"),
        ("https://ideas.repec.org/a/aaa/journl/v1y2021i1p.html", "RePEc:aaa:journl:v:1:y:2021:i:1:p:"),
        ("https://ideas.repec.org/a/aaa/journl/v1y2021m12i1p5-6.html", "RePEc:aaa:journl:v:1:y:2021:m:12:i:1:p:5-6"),
        ("https://ideas.repec.org/a/aaa/journl/v1i1p5-6.html", "RePEc:aaa:journl:v1i1p5-6"),
    ],
)  # fmt: skip
def test_an_address_leads_to_a_handle(url: str, handle: str) -> None:
    assert handle_from_url(url) == handle


@pytest.mark.parametrize(
    "url",
    [
        "",
        "RePEc:nbr:nberwo:5539",
        "ideas.repec.org/p/nbr/nberwo/5539.html",
        "ftp://ideas.repec.org/p/nbr/nberwo/5539.html",
        "https://ideas.repec.org/",
        "https://ideas.repec.org/p/nbr/nberwo/",
        "https://ideas.repec.org/p/nbr/nberwo/.html",
        "https://ideas.repec.org/p/nbr/nberw/5539.html",
        "https://ideas.repec.org/x/nbr/nberwo/5539.html",
        "https://ideas.repec.org/p/nbr/nberwo/a:b.html",
        "https://ideas.repec.org/p/nbr/nberwo/a%20b.html",
        "https://ideas.repec.org/p/nbr/nberwo/%E2%84%AA.html",
        "https://ideas.repec.org/p/n1r/nberwo/1.html",
        "https://ideas.repec.org/s/nbr/nberwox.html",
        "https://ideas.repec.org/e/c/pco34.html",
        "https://ideas.repec.org/e/co34.html",
        "https://econpapers.repec.org/paper/nbrnberwo/a_b.htm",
        "https://econpapers.repec.org/paper/nbrnberwo/a_c3_a9.htm",
        "https://econpapers.repec.org/paper/nbrnberwo/5539.html",
        "https://econpapers.repec.org/RePEc:per:1970-01-01:ADA_EXAMPLE",
        "https://ideas.repec.org.example.com/p/nbr/nberwo/5539.html",
        "https://example.com/ideas.repec.org/p/nbr/nberwo/5539.html",
        "https://[ideas.repec.org/p/nbr/nberwo/5539.html",
    ],
)
def test_no_address_of_a_handle(url: str) -> None:
    assert handle_from_url(url) is None
    assert handle_from_url(url, Catalogue("RePEc:nbr:nberwo:5539")) is None


def test_a_catalogue_is_looked_through_only_where_the_address_does_not_tell() -> None:
    url = "https://ideas.repec.org/a/aaa/journl/v1y2021i1p1-2.html"
    catalogue = Catalogue("repec:aaa:Journl:v:1:y:2021:i:1:p:1-2", "RePEc:aaa:journl:v1:y2021:i1:p1-2")
    assert handle_from_url(url, catalogue) == "repec:aaa:Journl:v:1:y:2021:i:1:p:1-2"
    assert catalogue.asked == ["RePEc:aaa:journl:v:1:y:2021:i:1:p:1-2"]
    catalogue = Catalogue("RePEc:aaa:journl:v1:y2021:i1:P1-2", "RePEc:aaa:journl:v:1")
    assert handle_from_url(url, catalogue) == "RePEc:aaa:journl:v1:y2021:i1:P1-2"
    # The letter of the type is not part of a handle.
    assert handle_from_url(url.replace("/a/", "/p/", 1), catalogue) == "RePEc:aaa:journl:v1:y2021:i1:P1-2"
    assert handle_from_url(url, Catalogue()) == "RePEc:aaa:journl:v:1:y:2021:i:1:p:1-2"


def test_a_catalogue_spells_series_and_items_of_econpapers() -> None:
    catalogue = Catalogue("RePEc:boc:BoCode:S457363", "RePEc:boc:BoCode", "RePEc:boc:BoCode:S4573631")
    assert (
        handle_from_url("https://econpapers.repec.org/software/bocbocode/s457363.htm", catalogue) == "RePEc:boc:BoCode:S457363"
    )
    assert handle_from_url("https://econpapers.repec.org/software/bocbocode/s1.htm", catalogue) == "RePEc:boc:bocode:s1"
    assert handle_from_url("https://ideas.repec.org/s/boc/bocode3.html", catalogue) == "RePEc:boc:BoCode"
    assert handle_from_url("https://ideas.repec.org/e/PCO34.html", catalogue) == "pco34"


@given(st.sampled_from(ITEMS), CODES)
def test_every_handle_has_addresses_that_lead_back(type_: str, code: str) -> None:
    handle = SERIES_START + code
    record = data(type_, handle)
    ideas, econpapers = ideas_url(record), econpapers_url(record)
    model = record_of(record)
    assert (ideas_url(model), econpapers_url(model)) == (ideas, econpapers)
    if Handle(handle).kind is not HandleKind.DOCUMENT:
        assert ideas is None
        assert econpapers is None
        return
    assert ideas is not None
    assert econpapers is not None
    assert (ideas + econpapers).isascii()
    back = handle_from_url(econpapers)
    assert back is not None
    assert back.lower() == handle.lower()
    assert handle_from_url(econpapers, Catalogue(handle)) == handle
    assert handle_from_url(ideas, Catalogue(SERIES_START + "other", handle, handle + "0")) == handle


@given(
    st.from_regex(r"(?a)\d{0,3}[a-c]?", fullmatch=True),
    st.integers(1000, 2999),
    st.from_regex(r"(?a)\d{0,2}(-\d\d?)?|spec|suppl1|2-part-1|winter", fullmatch=True),
    st.from_regex(r"(?a)[es]?\d{1,4}(-[es]?\d{1,4}[.]?(_\d)?)?", fullmatch=True),
    st.from_regex(r"(?a)(:n:\d\d?|:id:\d{3,5}|:d:10[.]1007_s\d\d-\d|:m:\d\d)?", fullmatch=True),
)
def test_the_colons_of_an_article_are_put_back(volume: str, year: int, issue: str, pages: str, rest: str) -> None:
    handle = f"RePEc:aaa:journl:v:{volume}:y:{year}:i:{issue}:p:{pages}{rest}"
    url = ideas_url(data("Article", handle))
    assert url is not None
    assert handle_from_url(url) == handle


BEGINNINGS = [
    "", "http://", "https://[", "https://ideas.repec.org/", "https://ideas.repec.org/a/aaa/journl/v1y2000i", "https://ideas.repec.org/s/",
    "https://ideas.repec.org/p/aaa/wpaper/%", "https://econpapers.repec.org/paper/aaawpaper/_", "https://econpapers.repec.org/RePEc:",
]  # fmt: skip


@given(st.sampled_from(BEGINNINGS), st.text(max_size=30) | CODES, st.sampled_from(["", ".html", ".htm", "?", "/"]))
def test_any_text_is_an_address_or_none(start: str, text: str, end: str) -> None:
    for catalogue in (None, Catalogue("RePEc:aaa:wpaper:1")):
        handle = handle_from_url(start + text + end, catalogue)
        assert handle is None or handle.kind in (HandleKind.DOCUMENT, HandleKind.SERIES, HandleKind.PERSON)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_handle_has_an_address_or_none(handle: str, short_id: str) -> None:
    for type_ in (*ITEMS, "Series", "Person"):
        record = {"template_type": f"ReDIF-{type_} 1.0", "handle": handle, "short_id": short_id}
        assert (ideas_url(record) is None) == (econpapers_url(record) is None)


@pytest.mark.parametrize("text", ["p1", "y0000", "i1p", "1", "d10.1000", "n1", "s", "v"])
def test_a_long_address_is_read_at_once(text: str) -> None:
    assert handle_from_url(f"https://ideas.repec.org/a/aaa/journl/v1y2000i{text * 20_000}!.html") is not None
