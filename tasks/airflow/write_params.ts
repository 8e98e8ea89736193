/**
 * Writes params.json, the parameters of Airflow's DAG, from lib/config:
 *
 *     deno run -P=tools tasks/airflow/write_params.ts
 */
import { type ParameterName, PARAMETERS } from "../../lib/config/parameters.ts";
import type { Parameter } from "../../lib/config/parameter.ts";
import { STAGE_PARAMETERS } from "../stage.ts";

/** The file beside the DAG. */
export const PARAMS_FILE = new URL("params.json", import.meta.url);

/**
 * Not in Airflow's form: its users may read the parameters of a run, and whoever may start one must
 * not choose a program.
 */
const SECRET: ParameterName[] = ["notify_url", "on_exit"];

/** Each parameter with its default, meaning and JSON Schema, as arguments of Airflow's `Param`. */
export function paramsJson(): string {
  const params = Object.fromEntries(
    STAGE_PARAMETERS.filter((name) => !SECRET.includes(name)).map((name) => {
      const { default: value, meaning, jsonSchema } = PARAMETERS[name] as Parameter<unknown>;
      return [name, { default: value, description: meaning, ...forForm(jsonSchema()) }];
    }),
  );
  return JSON.stringify(params, null, 2) + "\n";
}

/** Airflow's form shows a field that may be empty only for a list of types, not for `anyOf`. */
function forForm({ $schema: _, ...schema }: Record<string, unknown>): Record<string, unknown> {
  const [empty, other, ...more] = schema["anyOf"] as Record<string, unknown>[] ?? [];
  if (empty?.["type"] !== "null" || !other || more.length > 0) return schema;
  return { ...other, type: ["null", other["type"]] };
}

if (import.meta.main) Deno.writeTextFileSync(PARAMS_FILE, paramsJson());
