import assert from "node:assert/strict";
import { PARAMETERS } from "../../../lib/config/parameters.ts";
import { PARAMS_FILE, paramsJson } from "../../../tasks/airflow/write_params.ts";
import { STAGE_PARAMETERS } from "../../../tasks/stage.ts";

Deno.test("params.json of Airflow's DAG is generated from lib/config", () => {
  assert.equal(
    Deno.readTextFileSync(PARAMS_FILE),
    paramsJson(),
    "renew it: deno run -P=tools tasks/airflow/write_params.ts",
  );
});

Deno.test("the parameters of Airflow's form are those of a stage, without secrets and programs", () => {
  const names = Object.keys(JSON.parse(paramsJson()));
  assert.deepEqual(
    STAGE_PARAMETERS.filter((name) => !names.includes(name)),
    STAGE_PARAMETERS.filter((name) => "shown" in PARAMETERS[name]),
  );
});
