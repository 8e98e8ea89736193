import { createHash } from "node:crypto";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Config, type ParameterName, PARAMETERS } from "../../config/parameters.ts";
import { type Look, watchedFiles } from "../../dag/schedule/watched_files.ts";
import { runFolder } from "../../dag/runs/run_folder.ts";
import { readRunRecord } from "../../dag/runs/run_record.ts";
import { INPUT_FILES } from "../run_inputs.ts";

/**
 * Compares the input files with those of a run that waited for new data: first by size and time,
 * and only if these changed by content. Of a run that could not read them, every change counts; so
 * does a restart with other parameters.
 */
export function inputsChanged(config: Config): (runId: string) => Look {
  const { data_dir, outputs_dir } = config;
  const files = watchedFiles(INPUT_FILES.map((name) => join(data_dir, name)));
  return (runId) => {
    const look = files.look();
    if (look !== "changed") return look;
    files.mark();
    const { inputs, parameters } = readRunRecord(runFolder(outputs_dir, runId));
    const read = Object.keys(inputs).length > 0;
    const same = INPUT_FILES.every((name) => digest(join(data_dir, name)) === inputs[name]);
    return read && same && sameParameters(parameters, config) ? "same" : "changed";
  };
}

/** Whether parameters are equal that decide whether there is a forecast, and which. */
function sameParameters(then: Record<string, unknown>, now: Config): boolean {
  return (Object.keys(PARAMETERS) as ParameterName[])
    .filter((name) => PARAMETERS[name].affectsResults || name === "max_data_age")
    .every((name) => isDeepStrictEqual(then[name], now[name]));
}

/** SHA-256 of a file; `undefined` if it cannot be read. */
function digest(path: string): string | undefined {
  try {
    return createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
  } catch {
    return undefined;
  }
}
