import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import type { ColumnType, TableContract } from "../../lib/table/contracts/contracts.ts";
import { checkFile } from "../../lib/table/contracts/check_columns.ts";
import { violationLine } from "../../lib/table/contracts/violation.ts";
import { openInput } from "../../lib/table/parquet.ts";
import { askPython, PYTHON } from "./ask_python.ts";

/** Statement that writes the file, type of the column `x`, and its values after the remedy. */
type Case = [make: string, type: ColumnType, values: (number | string | null)[]];

const frame = (values: string) => `pd.DataFrame({"x": ${values}}).to_parquet(path)`;
const DAY = Date.parse("2024-08-29"), OTHER = Date.parse("2024-09-13");
const days = (values: string): Case => [frame(values), "date", [DAY, null, OTHER]];
const moments = (values: string, time: string): Case => [
  frame(values),
  "date",
  [Date.parse(`2024-08-29T${time}Z`), null, Date.parse(`2024-09-13T${time}Z`)],
];
const numbers = (values: string): Case => [frame(values), "number", [1234.5, null, -2]];

const CASES: Record<string, Case> = {
  "year, month, day in an integer": [frame("[20240829, 20240913]"), "date", [DAY, OTHER]],
  "year, month, day in a float": days("[20240829, None, 20240913.0]"),
  "year, month, day in decimals": days('[D("20240829"), None, D("20240913")]'),
  "digits down to minutes": moments("pd.array([202408291530, None, 202409131530])", "15:30"),
  "digits down to seconds": moments("pd.array([20240829153045, None, 20240913153045])", "15:30:45"),
  "days since 1970": days("pd.array([19964, None, 19979])"),
  "days of Excel": days("[45533.0, None, 45548]"),
  "days of Excel as text": days('["45533", None, "45548"]'),
  "seconds": moments("pd.array([1724945445, None, 1726241445])", "15:30:45"),
  "seconds as float": moments("[1724945445.0, None, 1726241445.0]", "15:30:45"),
  "milliseconds": moments("pd.array([1724945445000, None, 1726241445000])", "15:30:45"),
  "microseconds": moments("pd.array([1724945445000000, None, 1726241445000000])", "15:30:45"),
  "nanoseconds": moments("pd.array([1724945445000000000, None, 1726241445000000000])", "15:30:45"),
  "ISO dates": days('["2024-08-29", None, "2024-09-13"]'),
  "padded ISO dates and blanks": days('[" 2024-08-29 ", "", "2024-09-13"]'),
  "ISO times of several lengths": [
    frame('["2024-08-29T00:00:00.000", None, "2024-09-13 00:00"]'),
    "date",
    [DAY, null, OTHER],
  ],
  "ISO times with offsets": [
    frame('["2024-08-29T02:00:00+02:00", None, "2024-09-13T00:00:00Z"]'),
    "date",
    [DAY, null, OTHER],
  ],
  "ISO dates as a category": days('pd.Categorical(["2024-08-29", None, "2024-09-13"])'),
  "dates as Python objects of bytes": days('[b"2024-08-29", None, b"2024-09-13"]'),
  "dd/mm/yyyy": days('["29/08/2024", None, "13/09/2024"]'),
  "dd/mm/yyyy with a time": moments('["29/08/2024 15:30", None, "13/9/2024 15:30"]', "15:30"),
  "mm/dd/yyyy": days('["08/29/2024", None, "09/13/2024"]'),
  "dd-mm-yy": days('["29-08-24", None, "13-09-24"]'),
  "dd.mm.yyyy": days('["29.08.2024", None, "13.09.2024"]'),
  "yyyy/mm/dd": days('["2024/08/29", None, "2024/9/13"]'),
  "digits as text": days('["20240829", None, "20240913"]'),
  "English months": days('["29-Aug-2024", None, "13-Sep-2024"]'),
  "either order of day and month": [
    frame('["01/02/2024", None, "03/04/2024"]'),
    "date",
    [Date.parse("2024-02-01"), null, Date.parse("2024-04-03")],
  ],
  "periods": days('pd.PeriodIndex(["2024-08-29", None, "2024-09-13"], freq="D")'),
  "plain numbers": numbers('["1234.5", None, "-2"]'),
  "padded numbers and blanks": numbers('[" 1234.50", "", "-2e0"]'),
  "numbers as a category": numbers('pd.Categorical(["1234.5", None, "-2"])'),
  "decimal commas": numbers('["1234,5", None, "-2,0"]'),
  "decimal commas and points between thousands": numbers('["1.234,5", None, "-2"]'),
  "commas between thousands": numbers('["1,234.5", None, "-2"]'),
  "whole numbers as text": [frame('["7", None, "9"]'), "integer", [7, null, 9]],
  "booleans": [frame("[True, None, False]"), "integer", [1, null, 0]],
  "numbers for text": [frame("[1, 2]"), "text", ["1", "2"]],
  "dates for text": [frame('pd.to_datetime(["2024-08-29"])'), "text", ["2024-08-29"]],
  "Latin-1 for text": [frame('["año".encode("latin-1"), None, b"b"]'), "text", ["año", null, "b"]],
  "a name with a hard space": [
    'pd.DataFrame({"x\\u00a0": [7, 8]}).to_parquet(path)',
    "number",
    [7, 8],
  ],
  "a name in capitals": ['pd.DataFrame({"X": [7, 8]}).to_parquet(path)', "number", [7, 8]],
  "partitions": [
    'pd.DataFrame({"x": [7, 8], "y": [1, 2]}).to_parquet(path, partition_cols=["y"])',
    "number",
    [7, 8],
  ],
  "partitions by the column itself": [
    'pd.DataFrame({"x": [7, 8], "y": [1, 2]}).to_parquet(path, partition_cols=["x"])',
    "number",
    [7, 8],
  ],
  "a CSV file": ['pd.DataFrame({"x": [7, 8]}).to_csv(path)', "number", [7, 8]],
  "a CSV file of another country": [
    'pd.DataFrame({"x": [7.5, 8], "ñ": "ñ"}).to_csv(path, sep=";", decimal=",", encoding="latin-1")',
    "number",
    [7.5, 8],
  ],
  "a table with tabs": ['pd.DataFrame({"x": [7, 8]}).to_csv(path, sep="\\t")', "number", [7, 8]],
  "an Arrow file": ['pd.DataFrame({"x": [7, 8]}).to_feather(path)', "number", [7, 8]],
  "JSON": ['pd.DataFrame({"x": [7, 8]}).to_json(path, orient="records")', "number", [7, 8]],
  "JSON lines": [
    'pd.DataFrame({"x": [7, 8]}).to_json(path, orient="records", lines=True)',
    "number",
    [7, 8],
  ],
};

/** The message about a file, or its values: dates as milliseconds. */
async function judged(path: string, type: ColumnType) {
  const contract: TableContract = {
    name: "clientes",
    meaning: "",
    columns: [{ name: "x", type, role: "key", meaning: "" }],
  };
  try {
    const file = await openInput(path);
    const { violations } = await checkFile(file.read, contract, {
      today: new Date("2024-12-01"),
      timeZone: "UTC",
    });
    if (violations.length > 0) return { message: violations.map(violationLine).join("\n") };
    const x = pl.col("x");
    const values = type === "text"
      ? x
      : type === "date"
      ? x.cast(pl.Datetime("ms")).cast(pl.Int64).cast(pl.Float64)
      : x.cast(pl.Float64);
    const list = file.read(["x"]).frame.select(values).getColumn("x").toArray();
    return { values: list.map((value) => Number.isNaN(value) ? null : value) };
  } catch (error) {
    assert.equal((error as Error).name, "UserError", String(error));
    return { message: (error as Error).message };
  }
}

Deno.test("every line of Python in a message works on the file that provoked it", {
  ignore: !PYTHON,
}, async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "sales [1] " });
  const cases = Object.entries(CASES).map(([name, [make, type, values]], i) => ({
    name,
    make,
    type,
    values,
    path: join(folder, `${i} 'año'.parquet`),
  }));
  await askPython("remedies_peer_answers.py", cases.map(({ path, make }) => ({ path, make })));
  for (const { name, path, type, values } of cases) {
    await t.step(name, async () => {
      // a CSV file may need a line for the file, and then one for the column
      for (let steps = 0; steps < 3; steps++) {
        const { message, values: found } = await judged(path, type);
        if (found) {
          assert(steps > 0, "no message");
          assert.deepEqual(found, values);
          return;
        }
        const line = /\(in Python: (.*)\)[,.]/.exec(message)?.[1];
        assert(line, `no line in ${message}`);
        await askPython("remedies_peer_answers.py", [{ path, run: line }]);
      }
      assert.fail("three lines did not help");
    });
  }
  await Deno.remove(folder, { recursive: true });
});
