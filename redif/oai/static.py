"""A repository as one file, for those who have no server: a gateway reads it and answers harvesters in its place.

Source of the rules: OAI, Specification for an OAI Static Repository and an OAI Static Repository Gateway. Such a repository has
no sets, no deleted records, and days for datestamps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from redif.bibliography.item import BibliographicItem
from redif.oai.formats import FORMATS
from redif.syntax.template import Template
from redif.writers.dublin_core import handle_uri
from redif.writers.oai_dc import PMH, Datestamps
from redif.writers.xml import XmlDocument

NAMESPACE = f"{PMH}static-repository"
_ROOT = {
    "xmlns": NAMESPACE,
    "xmlns:oai": PMH,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{NAMESPACE} {NAMESPACE}.xsd",
}
# The schema of ReDIF within XML has no address without a server, so that format is left out.
_FORMATS = ("oai_dc", "mods")


def write_static(items: Sequence[Template], out: BinaryIO, *, url: str, name: str, email: str) -> None:
    """Write the repository.

    Args:
        items: papers, articles, books, chapters and software. Of several with one handle the first is written, and of those
            without a handle none.
        out: a binary stream.
        url: the address of the file at its gateway: that of the gateway, and after it that of the file without `http://`.
        name: the name of the repository for people.
        email: the address of its administrator.
    """
    by_handle: dict[str, Template] = {}
    for template in items:
        if handle := template.data.get("handle"):
            by_handle.setdefault(handle.lower(), template)
    stamps = Datestamps()
    days = {key: stamps.of(template, BibliographicItem(template.data)) for key, template in by_handle.items()}
    document = XmlDocument()
    document.start("Repository", _ROOT)
    with document.within("Identify"):
        document.element("oai:repositoryName", name)
        document.element("oai:baseURL", url)
        document.element("oai:protocolVersion", "2.0")
        document.element("oai:adminEmail", email)
        document.element("oai:earliestDatestamp", min(days.values(), default=stamps.today).isoformat())
        document.element("oai:deletedRecord", "no")
        document.element("oai:granularity", "YYYY-MM-DD")
    with document.within("ListMetadataFormats"):
        for prefix in _FORMATS:
            with document.within("oai:metadataFormat"):
                document.element("oai:metadataPrefix", prefix)
                document.element("oai:schema", FORMATS[prefix].schema)
                document.element("oai:metadataNamespace", FORMATS[prefix].namespace)
    for prefix in _FORMATS if by_handle else ():
        with document.within("ListRecords", {"metadataPrefix": prefix}):
            for key, template in by_handle.items():
                with document.within("oai:record"):
                    with document.within("oai:header"):
                        document.element("oai:identifier", handle_uri(template.data["handle"]))
                        document.element("oai:datestamp", days[key].isoformat())
                    with document.within("oai:metadata"):
                        FORMATS[prefix].write(document, template.data)
                out.write(document.taken())
    document.close()
    out.write(document.taken())
