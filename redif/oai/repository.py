"""The answers of a repository to harvesters, by OAI-PMH 2.0.

A list is given in the order of changes, so a record that changes while a list is harvested is given once more at its end, and
none is left out. Source of the rules: OAI-PMH 2.0, sections 3 and 4, and its schema OAI-PMH.xsd.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import urljoin

from redif.findings.errors import UsageError
from redif.oai.formats import FORMATS, MetadataFormat
from redif.oai.requests import STAMP, OaiError, Token, parse_request, span_of
from redif.oai.store import Position, RecordStore, StoredRecord
from redif.writers.oai_dc import ENVELOPE
from redif.writers.xml import XmlDocument

PAGE = 200  # records in one answer


class Repository:
    """A repository over a store of records.

    Args:
        store: the records.
        url: the address at which harvesters ask.
        name: its name for people.
        email: the address of its administrator.
        keeps_deleted: whether the store is kept for good, so that deletions are never forgotten.
        page: the most records in one answer.

    Raises:
        UsageError: the address is not one of the web, or the page is empty.
    """

    def __init__(
        self, store: RecordStore, *, url: str, name: str, email: str, keeps_deleted: bool = True, page: int = PAGE
    ) -> None:
        if not url.lower().startswith(("http://", "https://")):
            raise UsageError(f"a repository has an address that begins with http:// or https://, not {url!r}")
        if page < 1:
            raise UsageError("a page has at least one record")
        self._store = store
        self._url = url
        self._name = name
        self._email = email
        self._keeps_deleted = keeps_deleted
        self._page = page

    def answer(self, pairs: Iterable[tuple[str, str]]) -> bytes:
        """Return the XML that answers a request.

        Args:
            pairs: the arguments of the request, in its order, each name with its value; decoded.
        """
        document = XmlDocument()
        document.start("OAI-PMH", ENVELOPE)
        document.element("responseDate", datetime.now(UTC).strftime(STAMP))
        try:
            verb, arguments = parse_request(pairs)
        except OaiError as error:  # the protocol wants the arguments left out of such an answer
            document.element("request", self._url)
            _error(document, error)
        else:
            document.element("request", self._url, {"verb": verb, **arguments})
            try:
                self._verbs[verb](self, document, arguments)
            except OaiError as error:
                _error(document, error)
        document.close()
        return document.taken()

    def _identify(self, document: XmlDocument, _arguments: Mapping[str, str]) -> None:
        with document.within("Identify"):
            document.element("repositoryName", self._name)
            document.element("baseURL", self._url)
            document.element("protocolVersion", "2.0")
            document.element("adminEmail", self._email)
            document.element("earliestDatestamp", self._store.earliest.strftime(STAMP))
            document.element("deletedRecord", "persistent" if self._keeps_deleted else "transient")
            document.element("granularity", "YYYY-MM-DDThh:mm:ssZ")

    def _list_metadata_formats(self, document: XmlDocument, arguments: Mapping[str, str]) -> None:
        if "identifier" in arguments:
            self._record(arguments["identifier"])
        with document.within("ListMetadataFormats"):
            for prefix, format_ in FORMATS.items():
                with document.within("metadataFormat"):
                    document.element("metadataPrefix", prefix)
                    document.element("schema", urljoin(self._url.rstrip("/") + "/", format_.schema))
                    document.element("metadataNamespace", format_.namespace)

    def _list_sets(self, document: XmlDocument, arguments: Mapping[str, str]) -> None:
        if "resumptionToken" in arguments:
            raise OaiError("badResumptionToken", "The list of sets is given whole, without tokens.")
        sets = self._store.sets()
        if not sets:
            raise OaiError("noSetHierarchy", "There are no records yet, and so no sets.")
        with document.within("ListSets"):
            for spec, name in sets:
                with document.within("set"):
                    document.element("setSpec", spec)
                    document.element("setName", name)

    def _get_record(self, document: XmlDocument, arguments: Mapping[str, str]) -> None:
        record = self._record(arguments["identifier"])
        format_ = _format(arguments["metadataPrefix"])
        with document.within("GetRecord"):
            _write_record(document, record, format_)

    def _list_records(self, document: XmlDocument, arguments: Mapping[str, str]) -> None:
        self._list(document, "ListRecords", arguments, _write_record)

    def _list_identifiers(self, document: XmlDocument, arguments: Mapping[str, str]) -> None:
        self._list(document, "ListIdentifiers", arguments, lambda document, record, _format: _write_header(document, record))

    def _list(
        self,
        document: XmlDocument,
        verb: str,
        arguments: Mapping[str, str],
        write: Callable[[XmlDocument, StoredRecord, MetadataFormat], None],
    ) -> None:
        token = Token.parse(arguments["resumptionToken"]) if "resumptionToken" in arguments else None
        arguments = token.arguments if token else arguments
        format_ = _format(arguments["metadataPrefix"])
        from_, until = span_of(arguments)
        set_spec = arguments.get("set", "")
        after, given = (token.after, token.given) if token else (None, 0)
        found = self._store.records(from_=from_, until=until, set_spec=set_spec, after=after, limit=self._page + 1)
        if not found and token:  # all that was left has changed since, beyond the end that was asked for
            raise OaiError("badResumptionToken", "The records have changed; please begin the list again.")
        if not found:
            raise OaiError("noRecordsMatch", "No record fits this request.")
        records, is_last = found[: self._page], len(found) <= self._page
        with document.within(verb):
            for record in records:
                write(document, record, format_)
            if is_last and token is None:
                return
            size = token.size if token else self._store.count(from_=from_, until=until, set_spec=set_spec)
            size = max(size, given + len(found))  # what has changed in the meantime is given again
            text = ""
            if not is_last:
                position = Position(int(records[-1].stamp.timestamp()), records[-1].number)
                text = str(Token(arguments, position, given + len(records), size))
            document.element("resumptionToken", text, {"completeListSize": str(size), "cursor": str(given)})

    def _record(self, identifier: str) -> StoredRecord:
        record = self._store.record(identifier)
        if record is None:
            raise OaiError("idDoesNotExist", "There is no record with this identifier here.")
        return record

    _verbs: Mapping[str, Callable[[Repository, XmlDocument, Mapping[str, str]], None]] = {
        "GetRecord": _get_record,
        "Identify": _identify,
        "ListIdentifiers": _list_identifiers,
        "ListMetadataFormats": _list_metadata_formats,
        "ListRecords": _list_records,
        "ListSets": _list_sets,
    }


def _format(prefix: str) -> MetadataFormat:
    if prefix not in FORMATS:
        raise OaiError("cannotDisseminateFormat", f"The formats here are {', '.join(FORMATS)}.")
    return FORMATS[prefix]


def _error(document: XmlDocument, error: OaiError) -> None:
    document.element("error", str(error), {"code": error.code})


def _write_header(document: XmlDocument, record: StoredRecord) -> None:
    with document.within("header", {"status": "deleted"} if record.is_deleted else None):
        document.element("identifier", record.identifier)
        document.element("datestamp", record.stamp.strftime(STAMP))
        if record.set_spec:
            document.element("setSpec", record.set_spec)


def _write_record(document: XmlDocument, record: StoredRecord, format_: MetadataFormat) -> None:
    with document.within("record"):
        _write_header(document, record)
        if not record.is_deleted:
            with document.within("metadata"):
                format_.write(document, record.data)
