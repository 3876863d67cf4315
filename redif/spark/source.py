"""The data source: what Spark asks for its schema and partitions, and to read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from redif.findings.errors import UsageError, unknown
from redif.findings.finding import Finding
from redif.reading.documents import file_templates
from redif.selection.selection import Selection
from redif.source.files import files, raise_error, size_of
from redif.spark.partitions import PARTITION_BYTES, partitions_of
from redif.syntax.splitter import Reader
from redif.syntax.template import Template
from redif.tables.batches import record_batches
from redif.tables.findings import finding_batches, findings_schema
from redif.tables.nested import nested_schema

if TYPE_CHECKING:
    import pyarrow as pa

OPTIONS = ("path", "paths", "type", "strict", "findings", "partitionBytes")


class Options(NamedTuple):
    """What was asked for.

    Attributes:
        paths: files and folders.
        types: the types of templates that are read; all, if empty.
        strict: whether templates that RePEc would drop are left out.
        findings: whether what is wrong is read instead of the records.
        partition_bytes: the bytes of a partition.
    """

    paths: tuple[str, ...]
    types: str
    strict: bool
    findings: bool
    partition_bytes: int

    @classmethod
    def of(cls, options: Any) -> Options:
        """Return the options as Spark has them, by names whose letter case does not count.

        Raises:
            UsageError: there is no such option, or a value cannot be read.
        """
        given = {name.lower(): str(value) for name, value in dict(options).items()}
        known = {name.lower() for name in OPTIONS}
        for name in given:
            if name not in known:
                raise UsageError(unknown("option", name, OPTIONS))
        paths = json.loads(given["paths"]) if "paths" in given else [given["path"]] if "path" in given else []
        if not paths:
            raise UsageError('name a file or folder: spark.read.format("redif").load(path)')
        written = given.get("partitionbytes", str(PARTITION_BYTES))
        if not (written.isascii() and written.isdigit()) or int(written) < 1:
            raise UsageError(f"partitionBytes takes a number of bytes, not {written!r}")
        types = given.get("type", "")
        Selection(type=types or ())  # which says what is wrong with it
        return cls(tuple(paths), types, _truth(given, "strict"), _truth(given, "findings"), int(written))


def _truth(given: dict[str, str], name: str) -> bool:
    value = given.get(name, "false").lower()
    if value not in ("true", "false"):
        raise UsageError(f"{name} takes true or false, not {value!r}")
    return value == "true"


class Files(InputPartition):
    """Files that one task reads."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(paths)
        self.paths = paths


class RedifSource(DataSource):
    """Reads ReDIF, and what else redif reads, into the nested table that `redif.to_arrow` gives."""

    @classmethod
    def name(cls) -> str:
        """Return the name of the format."""
        return "redif"

    def schema(self) -> StructType:
        """Return the columns."""
        arrow = findings_schema() if Options.of(self.options).findings else nested_schema()
        return from_arrow_schema(arrow)

    def reader(self, schema: StructType) -> DataSourceReader:
        """Return what reads.

        Raises:
            UsageError: other columns were asked for than there are.
        """
        if schema != self.schema():
            raise UsageError("the columns of ReDIF are fixed; choose among them with select, not with schema")
        return RedifReader(Options.of(self.options))


class RedifReader(DataSourceReader):
    """Reads files in partitions. It is sent to the workers, so nothing is in it but the options."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def partitions(self) -> Sequence[InputPartition]:
        """Return the files in groups of about the same size."""
        named = files(self._options.paths, raise_error)
        groups = partitions_of(((path, size_of(path)) for path in named), self._options.partition_bytes)
        return [Files(group) for group in groups] or [Files(())]

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """Yield what is in the files of a partition."""
        assert isinstance(partition, Files)
        reader = Reader()  # its tables are made here, as they cannot be sent
        if self._options.findings:
            outside: list[Finding] = []
            yield from finding_batches(self._templates(partition.paths, reader, outside), outside)
        else:
            yield from record_batches(self._templates(partition.paths, reader, []))

    def _templates(self, paths: Sequence[str], reader: Reader, outside: list[Finding]) -> Iterator[Template]:
        selection = Selection(type=self._options.types or ())
        for path in paths:
            for template in file_templates(path, reader, outside.append, raise_error):
                if selection.takes_type(template.type or "") and not (self._options.strict and template.is_bad):
                    yield template
