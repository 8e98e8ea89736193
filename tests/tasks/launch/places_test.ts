import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { placesOf } from "../../../tasks/launch/places.ts";
import { sampleFolder } from "../../tracking/sample_run.ts";

const none = () => undefined;
const of = (variables: Record<string, string>) => (name: string) => variables[name];

Deno.test("placesOf() resolves the folders of flags, variables and defaults", () => {
  const cases: [string[], Record<string, string>, string, string][] = [
    [[], {}, "data", "outputs"],
    [["--data-dir", "a", "--outputs-dir=b"], {}, "a", "b"],
    [["--outputs-dir", "/x/../y", "--resume", "--n-trials", "3"], {}, "data", "/y"],
    // the last one counts, as in the command
    [["--data-dir", "a", "--data-dir", "b"], { SODAI_DATA_DIR: "c" }, "b", "outputs"],
    [["--force-train"], { SODAI_DATA_DIR: "c", SODAI_OUTPUTS_DIR: "/d" }, "c", "/d"],
    [["--data-dir"], {}, "data", "outputs"],
    [["--data-dir", " spaces "], {}, "spaces", "outputs"],
  ];
  for (const [args, variables, data, outputs] of cases) {
    const places = placesOf("pipeline", args, of(variables));
    assert.equal(places.data, resolve(data), args.join(" "));
    assert.equal(places.outputs, resolve(outputs), args.join(" "));
  }
});

Deno.test("placesOf() of the demo is its folder, whatever the variables are", () => {
  const { data, outputs } = placesOf("demo", [], of({ SODAI_DATA_DIR: "/data" }));
  assert.deepEqual([data, outputs], [resolve("outputs/demo"), resolve("outputs/demo")]);
  const given = placesOf("demo", ["--outputs-dir", "a", "--customers", "30"], none);
  assert.deepEqual([given.data, given.outputs], [resolve("a"), resolve("a")]);
});

Deno.test("placesOf() a report or an explanation is the data of its run", () => {
  using sample = sampleFolder();
  const recorded = resolve(String(sample.run.parameters["data_dir"]));
  const args = ["--outputs-dir", sample.outputsDir, "--customer", "7", sample.run.run_id];
  for (const command of ["report", "explain"]) {
    assert.equal(placesOf(command, args, none).data, recorded);
    assert.equal(placesOf(command, ["--data-dir", "a", ...args], none).data, resolve("a"));
    assert.equal(placesOf(command, args, of({ SODAI_DATA_DIR: "/b" })).data, "/b");
    // no such run: the command says so
    const nowhere = join(sample.outputsDir, "nowhere");
    assert.equal(placesOf(command, ["--outputs-dir", nowhere, "x"], none).data, resolve("data"));
  }
});

Deno.test("placesOf() names the MLflow server for track only", () => {
  const variables = of({ MLFLOW_TRACKING_URI: "https://ana:pw@mlflow.example/x" });
  assert.equal(placesOf("track", [], variables).mlflow, "mlflow.example:443");
  assert.equal(placesOf("pipeline", [], variables).mlflow, undefined);
  assert.equal(placesOf("track", [], none).mlflow, undefined);
});
