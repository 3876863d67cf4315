"""The formats in which a repository gives records: simple Dublin Core, MODS, and ReDIF itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from redif.bibliography.item import BibliographicItem, Data
from redif.syntax.serializer import text_of
from redif.writers import mods, oai_dc
from redif.writers.xml import XmlDocument

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
REDIF_NAMESPACE = "urn:redif:1.0"
REDIF_SCHEMA = "redif.xsd"  # relative to the address of the repository, which serves it

# ReDIF is text, and stays so within XML.
SCHEMA = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{REDIF_NAMESPACE}" elementFormDefault="qualified">
  <xs:element name="template" type="xs:string">
    <xs:annotation><xs:documentation>One template of ReDIF 1.0, in its own syntax.</xs:documentation></xs:annotation>
  </xs:element>
</xs:schema>
"""


class MetadataFormat(NamedTuple):
    """A format of records: the address of its schema, its namespace, and what writes a record's element."""

    schema: str
    namespace: str
    write: Callable[[XmlDocument, Data], None]


def _oai_dc(document: XmlDocument, data: Data) -> None:
    oai_dc.write_container(document, BibliographicItem(data))


def _mods(document: XmlDocument, data: Data) -> None:
    location = f"{mods.NAMESPACE} {_MODS_SCHEMA}"
    attributes = {"xmlns": mods.NAMESPACE, "xmlns:xsi": _XSI, "xsi:schemaLocation": location}
    document.tree(mods.mods_record(data), attributes)


def _redif(document: XmlDocument, data: Data) -> None:
    document.element("template", text_of(data), {"xmlns": REDIF_NAMESPACE})


_MODS_SCHEMA = f"http://www.loc.gov/standards/mods/v3/mods-{mods.VERSION.replace('.', '-')}.xsd"

FORMATS: Mapping[str, MetadataFormat] = {
    "oai_dc": MetadataFormat(f"{oai_dc.PMH}oai_dc.xsd", f"{oai_dc.PMH}oai_dc/", _oai_dc),
    "mods": MetadataFormat(_MODS_SCHEMA, mods.NAMESPACE, _mods),
    "redif": MetadataFormat(REDIF_SCHEMA, REDIF_NAMESPACE, _redif),
}
