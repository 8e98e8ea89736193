import assert from "node:assert/strict";
import { flagName } from "../../lib/config/config.ts";
import { type ParameterName, PARAMETERS } from "../../lib/config/parameters.ts";
import { defaultText, parameterHelp, parameterTable } from "../../lib/config/help.ts";

const NAMES = Object.keys(PARAMETERS) as ParameterName[];

Deno.test("--help has one line per parameter: flag, meaning, default", () => {
  const lines = parameterHelp(NAMES).split("\n");
  assert.equal(lines.length, NAMES.length);
  NAMES.forEach((name, i) => {
    const line = lines[i]!;
    assert.match(line, new RegExp(`^  ${flagName(name)}[ ]`));
    assert(line.includes(PARAMETERS[name].meaning), line);
    assert(line.endsWith(`[${defaultText(name)}]`), line);
  });
  // meanings are aligned
  assert.equal(
    new Set(lines.map((line, i) => line.indexOf(PARAMETERS[NAMES[i]!].meaning))).size,
    1,
  );
});

Deno.test("--help shows the defaults of the command, where it has its own", () => {
  const help = parameterHelp(["n_trials", "outputs_dir", "seed"], {
    n_trials: 10,
    outputs_dir: "elsewhere",
  });
  const shown = help.split("\n").map((line) => /\[(.*)\]$/.exec(line)![1]);
  assert.deepEqual(shown, ["10", "elsewhere", defaultText("seed")]);
});

Deno.test("a flag with a value shows its type, a switch shows none", () => {
  const flag = (name: ParameterName) => parameterHelp([name]).trim().split("  ")[0];
  assert.equal(flag("n_trials"), "--n-trials N");
  assert.equal(flag("preset"), "--preset default|original");
  assert.equal(flag("decision_threshold"), "--decision-threshold auto|N");
  assert.equal(flag("week"), "--week YYYY-Www");
  assert.equal(flag("data_dir"), "--data-dir DIR");
  assert.equal(flag("force_train"), "--force-train");
});

Deno.test("a default is shown for both presets, with its environment variable", () => {
  assert.equal(defaultText("n_trials"), "30");
  assert.match(defaultText("weeks_to_include"), /^\d+; original: 4$/);
  assert.equal(defaultText("data_dir"), "data; or SODAI_DATA_DIR");
  assert.equal(defaultText("week"), "none");
  assert.equal(defaultText("resume"), "off");
});

Deno.test("the README's table has a row of four cells for each parameter", () => {
  const [header, rule, ...rows] = parameterTable().split("\n");
  assert.equal(header, "| parameter | accepts | default | meaning |");
  assert.equal(rule, "|---|---|---|---|");
  assert.deepEqual(rows.map((row) => row.split("`")[1]), NAMES.map(flagName));
  for (const row of rows) assert.equal(row.replaceAll("\\|", "").split("|").length, 6, row);
});

Deno.test("lib/config/README.md matches the parameters", () => {
  const cells = (text: string) => text.replaceAll(/\s+/g, " ");
  const place = new URL("../../lib/config/README.md", import.meta.url);
  const readme = cells(Deno.readTextFileSync(place));
  const [, , ...rows] = parameterTable().split("\n");
  for (const row of rows) assert(readme.includes(cells(row)), row);
});
