import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { flagName, type GivenParameters, resolveConfig } from "../../lib/config/config.ts";
import { type ParameterName, PARAMETERS } from "../../lib/config/parameters.ts";
import { splitCommand } from "../../lib/config/split_command.ts";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { runFolder } from "../../lib/dag/runs/run_folder.ts";
import { readRunRecord } from "../../lib/dag/runs/run_record.ts";
import { randomPort } from "../../lib/jupyter/kernel_process.ts";
import { hostOf, mlflowSettings } from "../../lib/tracking/mlflow_settings.ts";
import type { Places } from "./command_permissions.ts";

/** Two kernels need ten; the rest is for attempts after another process took one. */
const PORTS = 40;

/** The commands that read the data of a run that exists. */
const OF_A_RUN = ["report", "explain"];

/**
 * Where a command works, by its arguments and the environment. Its arguments are not checked here:
 * the command does that.
 *
 * @throws UserError for an invalid value of an environment variable or of a flag that is read here.
 */
export function placesOf(
  command: string,
  args: string[],
  environment: (name: string) => string | undefined,
): Omit<Places, "scratch"> {
  const config = resolveConfig(givenOf(args), environment);
  const { data, outputs } = foldersOf(command, args, environment);
  const mlflow = command === "track" ? mlflowSettings(environment) : undefined;
  const program = config.on_exit === null ? undefined : splitCommand(config.on_exit)?.[0];
  return {
    project: fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, ""),
    data: resolve(data),
    outputs: resolve(outputs),
    ports: Array.from({ length: PORTS }, randomPort),
    deno: Deno.execPath(),
    program,
    mlflow: mlflow && hostOf(mlflow),
  };
}

/** The folders of a command as they were given, recorded or left out: also `s3://` paths. */
export function foldersOf(
  command: string,
  args: string[],
  environment: (name: string) => string | undefined,
): Pick<Places, "data" | "outputs"> {
  const given = givenOf(args);
  const config = resolveConfig(given, environment);
  const folder = command === "demo"
    ? given.outputs_dir as string | undefined ?? join("outputs", "demo")
    : undefined;
  const outputs = folder ?? config.outputs_dir;
  const recorded = OF_A_RUN.includes(command) && given.data_dir === undefined &&
      !environment("SODAI_DATA_DIR")
    ? recordedData(outputs, args)
    : undefined;
  return { data: folder ?? recorded ?? config.data_dir, outputs };
}

/** The parameters that name a place. */
const NAMING: ParameterName[] = ["data_dir", "outputs_dir", "on_exit"];

function givenOf(args: string[]): GivenParameters {
  const names = Object.keys(PARAMETERS) as ParameterName[];
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(
      names.map((name) => [flagName(name).slice(2), {
        type: typeof PARAMETERS[name].default === "boolean" ? "boolean" : "string",
      }]),
    ),
    strict: false,
  });
  return Object.fromEntries(NAMING.flatMap((name) => {
    const value = values[flagName(name).slice(2)];
    return typeof value === "string" && value !== "" ? [[name, value]] : [];
  }));
}

/** The data folder of the run that an argument names, or of the latest. */
function recordedData(outputsDir: string, args: string[]): string | undefined {
  try {
    const runs = new Set(
      Array.from(Deno.readDirSync(join(outputsDir, "runs")), ({ name }) => name),
    );
    const runId = args.find((argument) => runs.has(argument)) ?? readLatest(outputsDir);
    const { parameters } = readRunRecord(runFolder(outputsDir, runId!));
    return typeof parameters["data_dir"] === "string" ? parameters["data_dir"] : undefined;
  } catch {
    // no such run, or a damaged one: the command says so
    return undefined;
  }
}
