import { defaultOf, flagName } from "../../config/config.ts";
import { type ParameterName, PARAMETERS } from "../../config/parameters.ts";
import type { PresetName } from "../../config/presets/preset.ts";
import { PRESETS } from "../../config/presets/presets.ts";
import { shownFolder } from "../../config/shown_folder.ts";
import type { RunRecord } from "../../dag/runs/run_record.ts";

/**
 * The flags that a run was started with, each after a space: the values that affect its results and
 * are not the defaults, and the folder of its data.
 */
export function startFlags({ parameters, seed }: Pick<RunRecord, "parameters" | "seed">): string {
  const preset = Object.keys(PRESETS).find((name) => name === parameters["preset"]) ?? "default";
  const given: Record<string, unknown> = { ...parameters, seed };
  return (Object.keys(PARAMETERS) as ParameterName[])
    .filter((name) => name === "data_dir" || PARAMETERS[name].affectsResults)
    .filter((name) => given[name] !== defaultOf(name, preset as PresetName))
    .map((name) => {
      const value = given[name];
      if (value === true) return ` ${flagName(name)}`;
      const isText = typeof value === "string" || typeof value === "number";
      return isText ? ` ${flagName(name)} ${quoted(String(value))}` : "";
    }).join("");
}

/** The flag of an outputs folder, after a space; empty for the default one. */
export function outputsFlag(outputsDir: string): string {
  return outputsDir === PARAMETERS.outputs_dir.default
    ? ""
    : ` --outputs-dir ${quoted(shownFolder(outputsDir))}`;
}

/** An argument as a shell reads it. */
function quoted(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
