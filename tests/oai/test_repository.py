"""The repository: valid answers to all six verbs, whole harvests by other people's clients, and the errors of the protocol."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.models import Record as Harvested
from sickle import Sickle  # type: ignore[import-untyped]

import redif
from redif.oai.formats import SCHEMA
from redif.oai.repository import Repository
from redif.oai.store import RecordStore
from support.items import items

PMH = "{http://www.openarchives.org/OAI/2.0/}"
START = datetime(2026, 1, 1, tzinfo=UTC)
VERBS = ("GetRecord", "Identify", "ListIdentifiers", "ListMetadataFormats", "ListRecords", "ListSets")


def repository(store: RecordStore, page: int = 4, url: str = "https://example.org/oai") -> Repository:
    return Repository(store, url=url, name="Papers of Example", email="repec@example.org", page=page)


def paper(number: int, title: str = "A", series: str = "wpaper") -> redif.Template:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Jane Doe\nTitle: {title}\nHandle: RePEc:aaa:{series}:{number}\n"
    return redif.parse(text).templates[0]


@pytest.fixture
def papers() -> RecordStore:
    """Ten papers, one an hour; the last is deleted after ten hours."""
    store = RecordStore(":memory:")
    for hour in range(10):
        templates = [paper(number, series="wpaper" if number % 2 else "report") for number in range(hour + 1)]
        store.update(templates, now=START + timedelta(hours=hour))
    store.update(templates[:-1], now=START + timedelta(hours=10))
    return store


def answer(store: RecordStore, **arguments: str) -> etree._Element:
    pairs = [(name.rstrip("_"), value) for name, value in arguments.items()]
    return etree.fromstring(repository(store).answer(pairs), etree.XMLParser(resolve_entities=False, no_network=True))


def texts(element: etree._Element, name: str) -> list[str]:
    return [found.text or "" for found in element.iter(f"{PMH}{name}")]


def error(element: etree._Element) -> str | None:
    found = element.find(f"{PMH}error")
    return None if found is None else found.get("code")


# ---------------------------------------------------------------------- verbs


def test_identify(papers: RecordStore) -> None:
    found = answer(papers, verb="Identify")
    names = ("repositoryName", "baseURL", "adminEmail", "earliestDatestamp", "deletedRecord", "protocolVersion")
    assert [texts(found, name) for name in names] == [
        ["Papers of Example"], ["https://example.org/oai"], ["repec@example.org"], ["2026-01-01T00:00:00Z"], ["persistent"],
        ["2.0"],
    ]  # fmt: skip
    forgetful = Repository(papers, url="http://a.bc", name="A", email="a@b.cd", keeps_deleted=False)
    assert texts(etree.fromstring(forgetful.answer([("verb", "Identify")])), "deletedRecord") == ["transient"]


def test_records_in_each_format(papers: RecordStore) -> None:
    identifier = "oai:RePEc:aaa:wpaper:3"
    for prefix, name in (("oai_dc", "{http://purl.org/dc/elements/1.1/}title"), ("mods", "{http://www.loc.gov/mods/v3}title")):
        found = answer(papers, verb="GetRecord", identifier=identifier, metadataPrefix=prefix)
        assert [title.text for title in found.iter(name)] == ["A"]
    (text,) = answer(papers, verb="GetRecord", identifier=identifier, metadataPrefix="redif").iter("{urn:redif:1.0}template")
    (record,) = redif.parse(text.text or "").records
    assert (record.handle, record.template_type) == ("RePEc:aaa:wpaper:3", "ReDIF-Paper 1.0")
    etree.XMLSchema(etree.fromstring(SCHEMA.encode())).assertValid(text)


def test_a_deleted_record_has_a_header_alone(papers: RecordStore) -> None:
    found = answer(papers, verb="GetRecord", identifier="oai:RePEc:aaa:wpaper:9", metadataPrefix="oai_dc")
    (header,) = found.iter(f"{PMH}header")
    assert header.get("status") == "deleted"
    assert texts(header, "datestamp") == ["2026-01-01T10:00:00Z"]
    assert not [*found.iter(f"{PMH}metadata")]


def test_formats_and_sets(papers: RecordStore) -> None:
    found = answer(papers, verb="ListMetadataFormats")
    assert texts(found, "metadataPrefix") == ["oai_dc", "mods", "redif"]
    assert texts(found, "schema")[2] == "https://example.org/oai/redif.xsd"
    assert texts(answer(papers, verb="ListSets"), "setSpec") == ["RePEc", "RePEc:aaa", "RePEc:aaa:report", "RePEc:aaa:wpaper"]


def test_a_list_is_given_in_pages(papers: RecordStore) -> None:
    seen: list[str] = []
    arguments = {"metadataPrefix": "oai_dc"}
    cursors = []
    while True:
        found = answer(papers, verb="ListIdentifiers", **arguments)
        seen += texts(found, "identifier")
        (token,) = found.iter(f"{PMH}resumptionToken")
        cursors.append((token.get("cursor"), token.get("completeListSize")))
        if not token.text:
            break
        arguments = {"resumptionToken": token.text}
    assert seen == [f"oai:RePEc:aaa:{'wpaper' if number % 2 else 'report'}:{number}" for number in range(10)]
    assert cursors == [("0", "10"), ("4", "10"), ("8", "10")]
    short = answer(
        papers, verb="ListIdentifiers", metadataPrefix="oai_dc", set="RePEc:aaa:report", from_="2026-01-01T05:00:00Z"
    )
    assert (texts(short, "identifier"), texts(short, "resumptionToken")) == (
        ["oai:RePEc:aaa:report:6", "oai:RePEc:aaa:report:8"], [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("from_", "until", "hours"),
    [
        ("2026-01-01T02:00:00Z", "2026-01-01T04:00:00Z", [2, 3, 4]),
        ("2026-01-01T02:00:01Z", "2026-01-01T03:59:59Z", [3]),
        ("2026-01-01", "2026-01-01", [0, 1, 2, 3, 4, 5, 6, 7, 8, 10]),
        ("2025-01-01", "2025-12-31", []),
        ("2026-01-02", "2026-01-03", []),
    ],
)
def test_times_include_both_ends(papers: RecordStore, from_: str, until: str, hours: list[int]) -> None:
    stamps = []
    arguments = {"metadataPrefix": "oai_dc", "from_": from_, "until": until}
    while arguments:
        found = answer(papers, verb="ListRecords", **arguments)
        stamps += texts(found, "datestamp")
        token = next(iter(texts(found, "resumptionToken")), "")
        arguments = {"resumptionToken": token} if token else {}
    assert stamps == [f"2026-01-01T{hour:02}:00:00Z" for hour in hours]
    assert (error(found) == "noRecordsMatch") == (not hours)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Delete", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=oai:RePEc:aaa:wpaper:1", "badArgument"),
        ("verb=GetRecord&identifier=x&identifier=y&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=oai:RePEc:aaa:wpaper:77&metadataPrefix=oai_dc", "idDoesNotExist"),
        ("verb=GetRecord&identifier=oai:RePEc:aaa:wpaper:1&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListMetadataFormats&identifier=nothing", "idDoesNotExist"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=RePEc:zzz", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-1-1", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=W10", "badResumptionToken"),
        ("verb=ListIdentifiers&resumptionToken=%C3%A9", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ],
)  # fmt: skip
def test_errors_of_the_protocol(papers: RecordStore, query: str, code: str) -> None:
    found = etree.fromstring(repository(papers).answer(parse_qsl(query, keep_blank_values=True)))
    assert error(found) == code
    request = found.find(f"{PMH}request")
    assert request is not None
    assert request.text == "https://example.org/oai"
    # Section 3.2: only where verb or arguments are wrong, the answer does not repeat them.
    assert bool(request.attrib) == (code not in ("badVerb", "badArgument"))


def test_nothing_there_is_an_answer_too(schema: etree.XMLSchema) -> None:
    empty = RecordStore(":memory:")
    assert error(answer(empty, verb="ListSets")) == "noSetHierarchy"
    assert error(answer(empty, verb="ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"
    for verb in VERBS:
        schema.assertValid(answer(empty, verb=verb))


@given(st.lists(st.tuples(st.sampled_from(["verb", "from", "until", "set", "identifier", "metadataPrefix", "resumptionToken", "x"]),
                          st.one_of(st.sampled_from([*VERBS, "oai_dc", "2026-01-01", "9999-12-31", "0001-01-01", "RePEc:aaa"]), st.text()))))  # fmt: skip
def test_whatever_is_asked_gets_an_answer(pairs: list[tuple[str, str]]) -> None:
    store = RecordStore(":memory:")
    store.update([paper(1)])
    found = etree.fromstring(repository(store).answer(pairs))
    assert len(found) == 3
    store.close()


@pytest.mark.parametrize("values", [{"url": "ftp://example.org"}, {"url": "/oai"}, {"page": 0}])
def test_a_repository_has_an_address_and_pages(values: dict[str, object]) -> None:
    with pytest.raises(redif.UsageError):
        repository(RecordStore(":memory:"), **values)  # type: ignore[arg-type]


# ---------------------------------------------------------------------- against the schema, and by clients


@pytest.fixture(scope="session")
def schema(shared: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(shared / "schemas" / "OAI-PMH.xsd"), etree.XMLParser(no_network=True)))


def test_answers_are_valid(papers: RecordStore, schema: etree.XMLSchema) -> None:
    identifier = "oai:RePEc:aaa:wpaper:1"
    for arguments in (
        {"verb": "Identify"},
        {"verb": "ListSets"},
        {"verb": "ListMetadataFormats", "identifier": identifier},
        {"verb": "GetRecord", "identifier": identifier, "metadataPrefix": "redif"},
        {"verb": "ListRecords", "metadataPrefix": "mods", "from_": "2026-01-01"},
        {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"},
        {"verb": "nonsense"},
    ):
        schema.assertValid(answer(papers, **arguments))


@contextmanager
def served(store: RecordStore, page: int, answers: list[bytes]) -> Iterator[str]:
    """The address of a server for a repository; what it has answered goes into `answers`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qsl(urlsplit(self.path).query, keep_blank_values=True)
            answers.append(repository(store, page, url).answer(asked))
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.end_headers()
            self.wfile.write(answers[-1])

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}/oai"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("prefix", ["oai_dc", "mods", "redif"])
def test_two_clients_harvest_all_of_the_corpus(corpus: Path, schema: etree.XMLSchema, prefix: str) -> None:
    store = RecordStore(":memory:")
    store.update(items(corpus))
    written = (item.data.get("handle") for item in items(corpus))
    handles = {quote(handle, safe="-_.!~*'();/?:@&=+$,").lower() for handle in written if handle}
    answers: list[bytes] = []
    with served(store, 500, answers) as url:
        with Scythe(url) as scythe:
            records = [*scythe.list_records(metadata_prefix=prefix)]
            by_scythe = [record.header.identifier for record in records if isinstance(record, Harvested)]
        by_sickle = [record.header.identifier for record in Sickle(url).ListRecords(metadataPrefix=prefix)]
    assert by_scythe == by_sickle
    assert {str(identifier).removeprefix("oai:").lower() for identifier in by_scythe} == handles
    assert len(by_scythe) == len(handles) > 2000
    for each in answers:
        schema.assertValid(etree.fromstring(each))


def test_a_harvest_goes_on_after_a_restart_and_a_change(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = RecordStore(path)
    store.update([paper(number) for number in range(6)], now=START)
    first = answer(store, verb="ListRecords", metadataPrefix="redif")
    (token,) = texts(first, "resumptionToken")
    store.close()
    store = RecordStore(path)
    store.update([paper(number, "B" if number == 0 else "A") for number in range(5)], now=START + timedelta(hours=1))
    second = answer(store, verb="ListRecords", resumptionToken=token)
    assert texts(first, "identifier") == [f"oai:RePEc:aaa:wpaper:{number}" for number in range(4)]
    # The one that is left, then the one that has changed, then the one that is deleted.
    assert texts(second, "identifier") == [f"oai:RePEc:aaa:wpaper:{number}" for number in (4, 0, 5)]
    assert [header.get("status") for header in second.iter(f"{PMH}header")] == [None, None, "deleted"]
    (template,) = (text.text or "" for text in second.iter("{urn:redif:1.0}template") if ":0\n" in (text.text or ""))
    assert re.search(r"^Title: +B$", template, re.M)
