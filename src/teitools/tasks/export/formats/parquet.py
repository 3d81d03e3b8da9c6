"""Tables as Parquet, made of the CSV when that is whole; needs pyarrow (`pip install teitools[parquet]`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.tasks.export.formats.columns import Table

__all__ = ["write_parquet"]


def write_parquet(source: Path, target: Path, table: Table) -> None:
    """Write a CSV file of the export as Parquet, with the types of its columns."""
    import pyarrow as pa
    from pyarrow import csv, parquet

    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    convert = csv.ConvertOptions(
        column_types={column.name: types[column.type] for column in table.columns},
        null_values=[""],
        strings_can_be_null=True,
    )
    parse = csv.ParseOptions(newlines_in_values=True)
    schema = pa.schema([(column.name, types[column.type]) for column in table.columns])
    reading = csv.open_csv(source, parse_options=parse, convert_options=convert)
    with reading as reader, parquet.ParquetWriter(target, schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
