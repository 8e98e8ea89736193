"""Writes odd_parquet.json: small parquet files of many writers and types, in base64.

Needs pandas 3.1.1, pyarrow 26.0.1, polars 2.1.0 and duckdb 2.0.1, and is run by hand:

    python odd_parquet.py > odd_parquet.json

Each case has a file with the column `items` (1.5, none, 3), or with one needed column of an odd type
and the values that must come out of it.
"""

import base64
import datetime as dt
import decimal
import json
import tempfile
import uuid
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

FOLDER = Path(tempfile.mkdtemp())
ITEMS = pa.array([1.5, None, 3.0])
D = decimal.Decimal
INSTANT = dt.datetime(2024, 8, 29, 23, 30, 15, 123456)


def written(save):
    path = FOLDER / "file.parquet"
    save(str(path))
    return base64.b64encode(path.read_bytes()).decode()


def arrow(columns, **options):
    table = pa.table(columns)
    return written(lambda path: pq.write_table(table, path, **options))


def beside(**columns):
    """A file whose needed column is `items`; `columns` stand beside it."""
    return arrow({"items": ITEMS, **columns})


def pandas(**columns):
    frame = pd.DataFrame({"items": [1.5, None, 3.0], **columns})
    return written(lambda path: frame.to_parquet(path, index=False))


def duck(select, options=""):
    query = f"copy (select unnest([1.5::double, null, 3.0]) as items, {select}) to '%s' (format parquet{options})"
    return written(lambda path: duckdb.sql(query % path))


def extension(name, storage):
    field = pa.field("x", storage.type, metadata={"ARROW:extension:name": name})
    schema = pa.schema([pa.field("items", pa.float64()), field])
    table = pa.Table.from_arrays([ITEMS, storage], schema=schema)
    return written(lambda path: pq.write_table(table, path))


def renamed(names, columns, **options):
    table = pa.Table.from_arrays(columns, names=names)
    return written(lambda path: pq.write_table(table, path, **options))


class Kms(pe.KmsClient):
    """Wraps keys by no means at all."""

    def wrap_key(self, key, master):
        return base64.b64encode(key)

    def unwrap_key(self, key, master):
        return base64.b64decode(key)


def encrypted(plaintext_footer, **keys):
    factory = pe.CryptoFactory(lambda _: Kms())
    config = pe.EncryptionConfiguration(
        plaintext_footer=plaintext_footer, cache_lifetime=dt.timedelta(minutes=5), **keys
    )
    properties = factory.file_encryption_properties(pe.KmsConnectionConfig(), config)
    table = pa.table({"items": ITEMS, "secret": ITEMS})
    return written(lambda path: pq.write_table(table, path, encryption_properties=properties))


IGNORED = {
    "pandas periods": pandas(x=pd.period_range("2024-01", periods=3, freq="M")),
    "pandas intervals": pandas(x=pd.interval_range(0, 3)),
    "pandas time differences": pandas(x=pd.to_timedelta([1, 2, 3], unit="h")),
    "pandas categories of numbers": pandas(x=pd.Categorical([3, 1, 3])),
    "GeoArrow points": extension("geoarrow.point", pa.array([{"x": 1.0, "y": 2.0}] * 3)),
    "well-known binary": extension("geoarrow.wkb", pa.array([b"\1", None, b"\2"])),
    "arrow.uuid": beside(x=pa.array([uuid.UUID(int=i).bytes for i in range(3)], pa.uuid())),
    "arrow.json": beside(x=pa.array(["{}", None, "[1]"], pa.json_())),
    "arrow.bool8": beside(x=pa.array([1, None, 0], pa.bool8())),
    "an unknown extension": extension("acme.colour", pa.array([1, 2, 3])),
    "DuckDB intervals": duck("interval 3 days as x"),
    "DuckDB UUID, JSON, bits, huge numbers": duck(
        "uuid() as u, '{}'::json as j, '101'::bit as b, 170141183460469231731687303715884105727::hugeint as h"
    ),
    "DuckDB maps, structs, lists, enums": duck(
        "map {'a': 1} as m, {'a': {'b': [1]}} as s, [[1], []] as l, 'a'::enum ('a', 'b') as e, '10:00'::time as t"
    ),
    "DuckDB times with zones": duck("'10:00:00+05'::timetz as z, now() as n, 'infinity'::timestamp as i"),
    "the zone +05:30": beside(x=pa.array([INSTANT] * 3, pa.timestamp("us", "+05:30"))),
    "the zone Mars/Olympus": beside(x=pa.array([INSTANT] * 3, pa.timestamp("us", "Mars/Olympus"))),
    "decimal256": beside(x=pa.array([D(10) ** 60, None, D(1)], pa.decimal256(76))),
    "float16, binary, fixed binary": beside(
        x=pa.array([1.0, None, 2.0], pa.float16()), b=pa.array([b"\xff", None, b""]),
        f=pa.array([b"ab", None, b"cd"], pa.binary(2)),
    ),
    "views, dictionaries, runs of nothing": beside(
        v=pa.array(["a", None, "b"], pa.string_view()), d=pa.array(["a", None, "a"]).dictionary_encode(),
        n=pa.nulls(3), e=pa.array([{}, None, {}], pa.struct([("a", pa.null())])),
    ),
    "lists of lists of structs": beside(x=pa.array([[[{"a": [1]}]], None, [[]]])),
    "maps of maps": beside(x=pa.array([[("a", [("b", 1)])], None, []], pa.map_(pa.string(), pa.map_(pa.string(), pa.int8())))),
    "duplicate names among the others": renamed(["items", "x", "x"], [ITEMS, ITEMS, ITEMS]),
    "a name that is empty, and one with a line feed": renamed(["items", "", "a\nb"], [ITEMS, ITEMS, ITEMS]),
    "a struct with a child of the same name": beside(x=pa.array([{"items": 9}] * 3)),
    "other columns encrypted": encrypted(True, footer_key="f", column_keys={"c": ["secret"]}),
    "polars nested and Int128": written(lambda path: pl.DataFrame({
        "items": [1.5, None, 3.0], "x": [[1], None, []], "o": [{"a": [1]}] * 3,
        "t": [dt.time(1, 2)] * 3, "d": [dt.timedelta(1)] * 3, "c": pl.Series(["a", None, "b"], dtype=pl.Categorical),
        "w": pl.Series([1, None, 2], dtype=pl.Int128),
    }).write_parquet(path)),
}
FORMATS = {
    f"{codec}, pages of version {version}": arrow(
        {"items": ITEMS}, compression=codec, data_page_version=version, write_page_checksum=True
    )
    for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"] for version in ["1.0", "2.0"]
} | {
    "byte stream split": arrow({"items": ITEMS}, use_dictionary=False, column_encoding="BYTE_STREAM_SPLIT"),
    "two row groups with an index": arrow({"items": ITEMS}, row_group_size=2, write_page_index=True),
    "DuckDB": duck("1 as one"),
    "polars": written(lambda path: pl.DataFrame({"items": [1.5, None, 3.0]}).write_parquet(path)),
    "sorting columns and a bloom filter": duck("1 as one", ", parquet_version v2"),
}


def needed(type, values, expected, **options):
    return {"file": arrow({"items": pa.array(values, type)}, **options), "values": expected}


BIG = 2**53 - 1
NEEDED = {
    "float16": needed(pa.float16(), [1.5, None, -0.1], [1.5, None, -0.0999755859375]),
    "float32": needed(pa.float32(), [1.5, None, -2], [1.5, None, -2]),
    "int8": needed(pa.int8(), [-128, None, 127], [-128, None, 127]),
    "uint64": needed(pa.uint64(), [BIG, None, 0], [BIG, None, 0]),
    "int64": needed(pa.int64(), [BIG, None, -BIG], [BIG, None, -BIG]),
    "decimal32": needed(pa.decimal32(5, 2), [D("-1.25"), None, D("999.99")], [-1.25, None, 999.99]),
    "decimal64": needed(pa.decimal64(15, 3), [D("-1.5"), None, D(10**9)], [-1.5, None, 10**9]),
    "decimal128": needed(pa.decimal128(38, 2), [D("-1.25"), None, D("1e15")], [-1.25, None, 1e15]),
    "decimal128 as integers": needed(pa.decimal128(9, 2), [D("-1.25"), None, D(7)], [-1.25, None, 7], store_decimal_as_integer=True),
    "decimal256": needed(pa.decimal256(76, 2), [D("-1.25"), None, D(BIG)], [-1.25, None, BIG]),
    "decimal256 of many digits": needed(pa.decimal256(50, 0), [D(-1), None, D("1e40")], [-1, None, 1e40]),
    "nulls without a type": needed(pa.null(), [None] * 3, [None] * 3),
    "a dictionary of numbers": {
        "file": arrow({"items": pa.array([7, None, 7]).dictionary_encode()}), "values": [7, None, 7]
    },
    "text": needed(pa.string(), ["a", None, "ñ"], ["a", None, "ñ"]),
    "large text": needed(pa.large_string(), ["a", None, "ñ"], ["a", None, "ñ"]),
    "text views": needed(pa.string_view(), ["a", None, "a text of more than twelve bytes"], ["a", None, "a text of more than twelve bytes"]),
    "text without the UTF8 mark": needed(pa.binary(), ["a", None, "ñ".encode()], ["a", None, "ñ"], store_schema=False),
    "JSON": needed(pa.json_(), ['"a"', None, "1"], ['"a"', None, "1"]),
    "text of fixed width": needed(pa.binary(3), [b"a  ", None, "ñ".encode() + b"\0"], ["a", None, "ñ"]),
    "UUID": needed(pa.uuid(), [uuid.UUID(int=255).bytes, None, uuid.UUID(int=1 << 127).bytes],
        ["00000000-0000-0000-0000-0000000000ff", None, "80000000-0000-0000-0000-000000000000"]),
    "a dictionary of texts": {
        "file": arrow({"items": pa.array(["b", None, "b"]).dictionary_encode()}), "values": ["b", None, "b"]
    },
    "DuckDB enums": {
        "file": written(lambda path: duckdb.sql(
            f"copy (select unnest(['b', null, 'a'])::enum ('a', 'b') as items) to '{path}' (format parquet)")),
        "values": ["b", None, "a"],
    },
    "DuckDB huge numbers": {
        "file": written(lambda path: duckdb.sql(
            f"copy (select unnest([5::hugeint, null, -7])::hugeint as items) to '{path}' (format parquet)")),
        "values": [5, None, -7],
    },
}

MICROSECONDS = int((INSTANT - dt.datetime(1970, 1, 1)) / dt.timedelta(microseconds=1))
WHOLE = MICROSECONDS // 1_000_000 * 1_000_000
times = lambda unit, zone, expected, **options: needed(
    pa.timestamp(unit, zone), [INSTANT if unit in ("us", "ns") else INSTANT.replace(microsecond=0), None, dt.datetime(1999, 1, 1)],
    [expected, None, 915148800_000_000], **options
)
DATES = {
    "date32": needed(pa.date32(), [dt.date(2024, 8, 29), None, dt.date(1960, 2, 29)], [1724889600_000_000, None, -310521600_000_000]),
    "date64": needed(pa.date64(), [dt.date(2024, 8, 29), None, dt.date(1960, 2, 29)], [1724889600_000_000, None, -310521600_000_000]),
    "seconds": times("s", None, WHOLE),
    "milliseconds": times("ms", None, WHOLE),
    "microseconds": times("us", None, MICROSECONDS),
    "nanoseconds": times("ns", None, MICROSECONDS),
    "nanoseconds as INT96": times("ns", None, MICROSECONDS, use_deprecated_int96_timestamps=True),
    "microseconds in UTC": times("us", "UTC", MICROSECONDS),
    "nanoseconds in America/Santiago": times("ns", "America/Santiago", MICROSECONDS),
    "milliseconds in +05:30": times("ms", "+05:30", WHOLE),
    "microseconds in -03:00": times("us", "-03:00", MICROSECONDS),
    "microseconds in Mars/Olympus": times("us", "Mars/Olympus", MICROSECONDS),
}


def fault(file, says):
    return {"file": file, "says": says}


FAULTS = {
    "a list": fault(arrow({"items": pa.array([[1.5], None, [3.0]])}), "lists of several values"),
    "a fixed list": fault(arrow({"items": pa.array([[1.5], None, [3.0]], pa.list_(pa.float64(), 1))}), "lists of several values"),
    "a struct": fault(arrow({"items": pa.array([{"a": 1}] * 3)}), "structs of several values"),
    "a map": fault(arrow({"items": pa.array([[("a", 1)]] * 3, pa.map_(pa.string(), pa.int8()))}), "maps of several values"),
    "periods": fault(written(lambda path: pd.DataFrame({"items": pd.period_range("2024-01", periods=3, freq="D")}).to_parquet(path)),
        "periods of pandas; convert it (in Python: df[\"items\"] = df[\"items\"].dt.to_timestamp())"),
    "pandas intervals": fault(written(lambda path: pd.DataFrame({"items": pd.interval_range(0, 3)}).to_parquet(path)), "intervals"),
    "durations": fault(arrow({"items": pa.array([1, 2, 3], pa.duration("s"))}), "durations"),
    "times of day": fault(arrow({"items": pa.array([1, 2, 3], pa.time32("s"))}), "times of day"),
    "DuckDB intervals": fault(written(lambda path: duckdb.sql(f"copy (select interval 1 day as items) to '{path}' (format parquet)")), "intervals"),
    "two columns of one name": fault(renamed(["items", "items", "x"], [ITEMS, ITEMS, ITEMS]), "2 columns of this name"),
    "bytes that are no text": fault(arrow({"items": pa.array([b"ca\xf1a", None, b"a"])}), "texts that are not UTF-8"),
    "encrypted values": fault(encrypted(True, footer_key="f", column_keys={"c": ["items"]}), "encrypted values"),
}
FILES = {
    "encrypted": encrypted(False, footer_key="f", column_keys={"c": ["items"]}),
    "no needed column": arrow({"x": pa.array([1, 2, 3])}),
    "no rows": arrow({"items": pa.array([], pa.float64())}),
    "checksums": arrow({"items": pa.array([float(i) for i in range(50)]), "x": pa.array(range(50))},
        compression="none", use_dictionary=False, write_page_checksum=True),
}

print(json.dumps({
    "ignored": IGNORED, "formats": FORMATS, "needed": NEEDED, "dates": DATES, "faults": FAULTS, "files": FILES,
}, indent=0, ensure_ascii=False))
