import { UserError } from "../user_error.ts";
import type { Parameter } from "./parameter.ts";
import { type Config, type ParameterName, PARAMETERS } from "./parameters.ts";
import type { PresetName } from "./presets/preset.ts";

/** Parameters from the command line: the given flags, as text or true. */
export type GivenParameters = { [K in ParameterName]?: unknown };

/** The parameters as they may be recorded and shown: secrets are reduced to what is none. */
export function shownParameters(config: Config): Record<ParameterName, unknown> {
  return Object.fromEntries(
    (Object.keys(PARAMETERS) as ParameterName[]).map((name) => {
      const { shown = (value: unknown) => value } = PARAMETERS[name] as Parameter<unknown>;
      return [name, shown(config[name])];
    }),
  ) as Record<ParameterName, unknown>;
}

/** `n_trials` → `--n-trials`. */
export function flagName(name: string): string {
  return `--${name.replaceAll("_", "-")}`;
}

/** The default of a parameter under a preset. */
export function defaultOf(name: ParameterName, preset: PresetName): Config[ParameterName] {
  const { default: value, byPreset } = PARAMETERS[name] as Parameter<Config[ParameterName]>;
  return byPreset[preset] ?? value;
}

/**
 * The whole configuration: the given values, checked, and the preset's defaults for the rest. A
 * flag takes precedence over its environment variable.
 *
 * @throws UserError with one line per invalid parameter.
 *
 * @example
 * ```ts
 * import { resolveConfig } from "./config.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(resolveConfig({ preset: "original" }).weeks_to_include, 4);
 * assert.equal(resolveConfig({ n_trials: "5" }).n_trials, 5);
 * assert.throws(() => resolveConfig({ threshold: "2" }), /--threshold: expected a number between/);
 * ```
 */
export function resolveConfig(
  given: GivenParameters,
  environment: (name: string) => string | undefined = () => undefined,
): Config {
  const problems: string[] = [];
  const valueOf = (name: ParameterName, preset: PresetName) => {
    const { read, expected, near, shown, environment: variable } = PARAMETERS[name] as Parameter<
      unknown
    >;
    const fromEnvironment = variable === undefined ? undefined : environment(variable) || undefined;
    const value = given[name] ?? fromEnvironment;
    if (value === undefined) return defaultOf(name, preset);
    const result = read(value);
    if (result !== undefined) return result;
    const source = given[name] === undefined ? variable! : flagName(name);
    const meant = near?.(String(value));
    problems.push(
      `${source}: expected ${expected}, found ${
        shown ? "something else, which is not shown" : JSON.stringify(value)
      }` +
        (meant === undefined ? "" : `; did you mean ${meant}?`),
    );
    return undefined;
  };
  const preset = (valueOf("preset", "default") ?? "default") as PresetName;
  problems.length = 0;
  const config = Object.fromEntries(
    (Object.keys(PARAMETERS) as ParameterName[]).map((name) => [name, valueOf(name, preset)]),
  );
  if (
    config["engine"] === "ml-random-forest" &&
    !["random_forest", "best"].includes(String(config["model"]))
  ) {
    problems.push("--model: expected random_forest or best with --engine ml-random-forest");
  }
  if (problems.length > 0) {
    throw new UserError(`${problems.join("\n")}\n--help lists every parameter.`);
  }
  return config as Config;
}
