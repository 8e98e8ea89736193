import { parseArgs } from "node:util";
import { flagName, type GivenParameters, resolveConfig } from "../lib/config/config.ts";
import { type Config, type ParameterName, PARAMETERS } from "../lib/config/parameters.ts";
import { withShownFolders } from "../lib/config/shown_folder.ts";
import { parameterHelp } from "../lib/config/help.ts";
import { nearName } from "../lib/table/contracts/near_name.ts";
import { userErrorOf } from "../lib/system_error.ts";
import { UserError } from "../lib/user_error.ts";
import { print, printError } from "./print.ts";

export interface Command {
  /** Name of the task: `deno task <name>`. */
  name: string;
  summary: string;
  parameters: ParameterName[];
  /** Defaults for `--help` of a command that has its own. */
  defaults?: GivenParameters;
  /** Flags of this command only, with a text value; descriptions by name. */
  flags?: Record<string, string>;
  /** Flags of this command only, without a value; descriptions by name. */
  switches?: Record<string, string>;
  /** Positionals for `--help`, such as `[RUN]`; none are allowed without it. */
  positionals?: string;
}

/** The arguments of a command. */
export interface Call {
  config: Config;
  given: GivenParameters;
  flags: Record<string, string | undefined>;
  /** The given switches. */
  switches: Set<string>;
  positionals: string[];
}

/**
 * Runs a command: parses its flags, prints `--help`, and turns a `UserError`, or an error of the
 * operating system, into one message and its exit status (2 wrong call or bad input, 1 failed run).
 * Any other error is a bug and shows its stack.
 */
export async function runCommand(
  command: Command,
  run: (call: Call) => Promise<void>,
  args: string[] = Deno.args,
): Promise<void> {
  try {
    if (args.includes("--help") || args.includes("-h")) return print(helpText(command));
    await run(parseCall(command, args));
  } catch (error) {
    const known = userErrorOf(error);
    printError(
      known ? withShownFolders(known.message) : `error: Uncaught ${Deno.inspect(error)}`,
    );
    Deno.exit(known?.exitStatus ?? 1);
  }
}

/** The text of `--help`. */
export function helpText(
  { name, summary, parameters, defaults, flags = {}, switches = {}, positionals = "" }: Command,
) {
  const own = [
    ...Object.entries(flags).map(([flag, meaning]) => `  --${flag} VALUE  ${meaning}`),
    ...Object.entries(switches).map(([flag, meaning]) => `  --${flag}  ${meaning}`),
  ];
  return [
    `deno task ${name} [flags]${positionals && ` ${positionals}`}`,
    `  ${summary}`,
    "",
    ...own,
    ...(parameters.length > 0 ? [parameterHelp(parameters, defaults)] : []),
  ].join("\n");
}

/** Parses and checks flags and positionals. */
export function parseCall(command: Command, args: string[]): Call {
  const own = Object.keys(command.flags ?? {}), bare = Object.keys(command.switches ?? {});
  const names = new Map(command.parameters.map((name) => [flagName(name).slice(2), name]));
  const isSwitch = (name: ParameterName) => typeof PARAMETERS[name].default === "boolean";
  const { tokens } = parseArgs({
    args,
    options: Object.fromEntries([
      ...own.map((flag) => [flag, { type: "string" as const }]),
      ...bare.map((flag) => [flag, { type: "boolean" as const }]),
      ...[...names].map((
        [flag, name],
      ) => [flag, { type: isSwitch(name) ? "boolean" as const : "string" as const }]),
    ]),
    strict: false,
    tokens: true,
  });
  const call: Call = {
    config: {} as Config,
    given: {},
    flags: {},
    switches: new Set(),
    positionals: [],
  };
  for (const token of tokens) {
    if (token.kind === "positional") call.positionals.push(token.value);
    if (token.kind !== "option") continue;
    const parameter = names.get(token.name);
    const known = parameter !== undefined || own.includes(token.name) || bare.includes(token.name);
    if (!known) {
      throw new UserError(unknownFlag(command, token.rawName, [...own, ...bare, ...names.keys()]));
    }
    const value = token.value;
    if (bare.includes(token.name) || parameter !== undefined && isSwitch(parameter)) {
      if (value !== undefined) {
        throw new UserError(`${token.rawName}: expected no value, found ${JSON.stringify(value)}`);
      }
      if (parameter === undefined) call.switches.add(token.name);
      else call.given[parameter] = true;
    } else if (value === undefined || value === "") {
      throw new UserError(`${token.rawName}: expected a value, found none`);
    } else if (parameter !== undefined) call.given[parameter] = value;
    else call.flags[token.name] = value;
  }
  if (command.positionals === undefined && call.positionals.length > 0) {
    throw new UserError(
      `deno task ${command.name}: expected only flags, found ${
        JSON.stringify(call.positionals[0])
      }\n` +
        "--help lists every flag.",
    );
  }
  call.config = resolveConfig(call.given, (name) => Deno.env.get(name));
  return call;
}

function unknownFlag(command: Command, found: string, flags: string[]): string {
  const bare = found.replace(/^-+/, "").replaceAll("_", "-").toLowerCase();
  const near = flags.find((flag) => flag.startsWith(bare) || bare.startsWith(flag)) ??
    nearName(bare, flags);
  return `deno task ${command.name}: unknown flag ${found}` +
    (near === undefined ? "" : `; did you mean --${near}?`) + "\n--help lists every flag.";
}
