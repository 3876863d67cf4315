"""Collections and their copies: archives, series, mirrors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from redif.models.fields import attribute, attributes
from redif.models.parts import Contributor, Organization
from redif.models.record import Classified, Record
from redif.schema.values import Handle

if TYPE_CHECKING:
    from typing import Unpack

    from redif.models.inputs import ArchiveInput, MirrorInput, SeriesInput


class Archive(Classified):
    """An archive: a provider's folder of templates (ReDIF-Archive 1.0)."""

    template_type: Literal["ReDIF-Archive 1.0"] = "ReDIF-Archive 1.0"
    name: str | None = attribute("Name")
    """The archive's name."""
    url: str | None = attribute("URL")
    """Where its files are."""
    homepage: str | None = attribute("Homepage")
    """The address of its web page."""
    description: str | None = attribute("Description")
    """What it holds."""
    maintainer_name: str | None = attribute("Maintainer-Name")
    """The name of its maintainer."""
    maintainer_email: str | None = attribute("Maintainer-Email")
    """The maintainer's e-mail address."""
    maintainer_phone: str | None = attribute("Maintainer-Phone")
    """The maintainer's telephone number."""
    maintainer_fax: str | None = attribute("Maintainer-Fax")
    """The maintainer's fax number."""
    notification: str | None = attribute("Notification")
    """Who is to be notified when it changes."""
    restriction: str | None = attribute("Restriction")
    """What may be done with its data."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[ArchiveInput]) -> None: ...


class Series(Classified):
    """A series of papers, a journal, a collection of software (ReDIF-Series 1.0)."""

    template_type: Literal["ReDIF-Series 1.0"] = "ReDIF-Series 1.0"
    name: str | None = attribute("Name")
    """The name of the series or journal."""
    types: list[str] = attributes("Type")
    """What it holds: `ReDIF-Paper`, `ReDIF-Article`, `ReDIF-Book`, `ReDIF-Chapter`, `ReDIF-Software`."""
    description: str | None = attribute("Description")
    """What it is about."""
    issns: list[str] = attributes("ISSN")
    """Its International Standard Serial Numbers, as written."""
    providers: list[Organization] = attributes("Provider")
    """Its publishers."""
    editors: list[Contributor] = attributes("Editor")
    """Its editors."""
    keywords: list[str] = attributes("Keywords")
    """Keywords, one by one."""
    keywords_attent: list[str] = attributes("Keywords-Attent")
    """Keywords of the Attent scheme, one by one."""
    maintainer_name: str | None = attribute("Maintainer-Name")
    """The name of its maintainer."""
    maintainer_email: str | None = attribute("Maintainer-Email")
    """The maintainer's e-mail address."""
    maintainer_phone: str | None = attribute("Maintainer-Phone")
    """The maintainer's telephone number."""
    maintainer_fax: str | None = attribute("Maintainer-Fax")
    """The maintainer's fax number."""
    order_email: str | None = attribute("Order-Email")
    """The e-mail address for orders."""
    order_homepage: str | None = attribute("Order-Homepage")
    """The web page for orders."""
    order_postal: str | None = attribute("Order-Postal")
    """The postal address for orders."""
    price: str | None = attribute("Price")
    """What it costs."""
    restriction: str | None = attribute("Restriction")
    """Who may have it."""
    notification: str | None = attribute("Notification")
    """Who is to be notified when it changes."""
    followups: list[str] = attributes("Followup")
    """The series that come after it, as written."""
    predecessors: list[str] = attributes("Predecessor")
    """The series that came before it, as written."""
    provider_institutions: list[Handle] = attributes("Provider-Institution")
    """The handle of its provider, if given without the provider's name (deprecated)."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[SeriesInput]) -> None: ...


class Mirror(Record):
    """A copy of archives (ReDIF-Mirror 1.0, which RePEc no longer accepts)."""

    template_type: Literal["ReDIF-Mirror 1.0"] = "ReDIF-Mirror 1.0"
    archive_handles: list[Handle] = attributes("Archive-Handle")
    """The archive that maintains the mirror."""
    description: str | None = attribute("Description")
    """What it is."""
    directory: str | None = attribute("Directory")
    """Where the copies are kept on the machine."""
    machine: str | None = attribute("Machine")
    """The machine's name."""
    user: str | None = attribute("User")
    """Who owns the copies."""
    group: str | None = attribute("Group")
    """Whose group owns the copies."""
    location: str | None = attribute("Location")
    """Where the machine is."""
    maintainer_name: str | None = attribute("Maintainer-Name")
    """The name of its maintainer."""
    maintainer_email: str | None = attribute("Maintainer-Email")
    """The maintainer's e-mail address."""
    maintainer_phone: str | None = attribute("Maintainer-Phone")
    """The maintainer's telephone number."""
    maintainer_fax: str | None = attribute("Maintainer-Fax")
    """The maintainer's fax number."""
    archives_included: list[str] = attributes("Archives-Included")
    """Archives that are mirrored."""
    archives_excluded: list[str] = attributes("Archives-Excluded")
    """Archives that are not mirrored."""
    series_included: list[str] = attributes("Series-Included")
    """Series that are mirrored."""
    series_excluded: list[str] = attributes("Series-Excluded")
    """Series that are not mirrored."""
    redif_only: str | None = attribute("ReDIF-only")
    """Whether only ReDIF files are mirrored."""

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[MirrorInput]) -> None: ...
