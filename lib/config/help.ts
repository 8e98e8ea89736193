import { defaultOf, flagName, type GivenParameters } from "./config.ts";
import { type ParameterName, PARAMETERS } from "./parameters.ts";
import type { Parameter } from "./parameter.ts";

/** A default as text; two values if the original preset has a different one. */
export function defaultText(name: ParameterName): string {
  const { environment } = PARAMETERS[name] as Parameter<unknown>;
  const [standard, original] = [defaultOf(name, "default"), defaultOf(name, "original")];
  const show = (value: unknown) => value === null ? "none" : value === false ? "off" : `${value}`;
  const text = standard === original
    ? show(standard)
    : `${show(standard)}; original: ${show(original)}`;
  return environment === undefined ? text : `${text}; or ${environment}`;
}

/**
 * The lines of `--help` for some parameters: flag, accepted values, meaning, default.
 *
 * @param defaults of a command that has its own.
 */
export function parameterHelp(names: ParameterName[], defaults: GivenParameters = {}): string {
  const flags = names.map((name) =>
    typeof PARAMETERS[name].default === "boolean"
      ? flagName(name)
      : `${flagName(name)} ${argumentName(name)}`
  );
  const width = Math.max(...flags.map((flag) => flag.length));
  return names.map((name, i) =>
    `  ${flags[i]!.padEnd(width)}  ${PARAMETERS[name].meaning} [${
      defaults[name] ?? defaultText(name)
    }]`
  ).join("\n");
}

/** The table of parameters in the README: flag, accepted values, default, meaning. */
export function parameterTable(): string {
  const rows = (Object.keys(PARAMETERS) as ParameterName[]).map((name) => {
    const { expected, meaning } = PARAMETERS[name];
    const accepts = expected === "no value" ? "" : expected;
    return `| \`${flagName(name)}\` | ${accepts} | ${defaultText(name)} | ${meaning} |`;
  });
  return ["| parameter | accepts | default | meaning |", "|---|---|---|---|", ...rows].join("\n");
}

function argumentName(name: ParameterName): string {
  const { expected, default: value } = PARAMETERS[name];
  if (expected.startsWith("auto or")) return "auto|N";
  const choices = expected.split(/, | or /);
  if (choices.includes(String(value))) return choices.join("|");
  if (name === "week") return "YYYY-Www";
  if (name === "cron") return "FIELDS";
  if (name === "time_zone") return "ZONE";
  if (name === "notify_url") return "URL";
  if (name === "on_exit") return "COMMAND";
  return typeof value === "number" ? "N" : "DIR";
}
