import assert from "node:assert/strict";
import pl from "nodejs-polars";
import type { ColumnType } from "../../../lib/table/contracts/contracts.ts";
import { conversionRemedy } from "../../../lib/table/contracts/conversion_remedy.ts";

/**
 * What a message suggests for some values. That each line works is tested with pandas, by
 * `tests/oracles/remedies_peer_test.ts`.
 */
const CASES: [ColumnType, (number | string | boolean)[], string | RegExp][] = [
  ["date", [20240829], 'pd.to_datetime(df["x"].astype("Int64").astype("string"), format="%Y%m%d")'],
  ["date", [45533], 'pd.to_datetime(df["x"], unit="D", origin="1899-12-30")'],
  ["date", [19964.5], 'pd.to_datetime(df["x"], unit="D")'],
  ["date", [1724945445], 'pd.to_datetime(df["x"], unit="s")'],
  ["date", [20240829, 20241301], /^store dates in it: these numbers are no days, seconds/],
  ["date", [202408], /^store dates in it: these numbers are no days, seconds/],
  ["date", ["1724945445000"], 'pd.to_datetime(pd.to_numeric(df["x"]), unit="ms")'],
  ["date", ["29/08/2024", "1/9/2024"], 'pd.to_datetime(df["x"], format="%d/%m/%Y")'],
  ["date", ["08/29/2024", "1/9/2024"], 'pd.to_datetime(df["x"], format="%m/%d/%Y")'],
  ["date", ["01/02/2024"], /%d\/%m\/%Y"\)\), and check the result, for the month may stand before/],
  ["date", ["29/02/2023"], 'store dates in it: "29/02/2023" has no format that is known here'],
  ["date", ["29-ago-2024"], 'store dates in it: "29-ago-2024" has no format that is known here'],
  [
    "date",
    ["2024-08-29", "29/08/2024", "2024-08-30"],
    'store dates in it: values such as "29/08/2024" must first get the format of "2024-08-29"',
  ],
  ["date", ["", " "], "store nulls in it, not blank texts"],
  ["date", [true], "store dates in it"],
  ["number", ["1", " 2.5"], 'pd.to_numeric(df["x"].str.strip())'],
  ["number", ["1", "C204144"], /^store numbers in it: values such as "C204144" must be corrected/],
  ["number", ["1,234", "5,678"], 'store numbers in it: in "1,234" the comma has two meanings'],
  ["number", ["1.5", "2,5"], /^store numbers in it: values such as "2,5" must be corrected first/],
  ["number", ["$\u00a05"], /^store numbers in it: values such as "\$\\u00a05" must be corrected/],
  ["integer", [true, false], 'df["x"].astype("boolean").astype("Int64")'],
  ["text", [1, 2], 'df["x"].astype("string")'],
];

for (const [type, values, expected] of CASES) {
  Deno.test(`conversionRemedy() makes a ${type} of ${JSON.stringify(values)}`, () => {
    const remedy = conversionRemedy(pl.Series("x", values as number[]), {
      name: "x",
      type,
      isBytes: false,
    });
    if (expected instanceof RegExp) assert.match(remedy, expected);
    else if (expected.includes("df[")) {
      assert.equal(remedy, `convert it (in Python: df["x"] = ${expected})`);
    } else assert.equal(remedy, expected);
  });
}

Deno.test("conversionRemedy() decodes what Python sees as bytes", () => {
  const column = { name: "x", type: "date" as const, isBytes: true };
  assert.equal(
    conversionRemedy(pl.Series("x", ["2024-08-29"]), column),
    'convert it (in Python: df["x"] = pd.to_datetime(df["x"].str.decode("utf-8"), format="ISO8601"))',
  );
});
