import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultOf, flagName, resolveConfig } from "../../lib/config/config.ts";
import { type ParameterName, PARAMETERS } from "../../lib/config/parameters.ts";

const NAMES = Object.keys(PARAMETERS) as ParameterName[];

Deno.test("every default is valid, under both presets", () => {
  for (const preset of ["default", "original"] as const) {
    const config = resolveConfig({ preset });
    for (const name of NAMES) {
      if (name === "preset") continue;
      const value = defaultOf(name, preset);
      assert.deepEqual(config[name], value, name);
      assert(PARAMETERS[name].read(value) !== undefined, name);
    }
  }
});

Deno.test("bounds are those in the error message, both ends included", () => {
  const ranges = NAMES.flatMap((name) => {
    const [, low, high] = /a whole number from ([\d,]+) to ([\d,]+)$/.exec(
      PARAMETERS[name].expected,
    ) ?? [];
    return low ? [[name, Number(low.replaceAll(",", "")), Number(high!.replaceAll(",", ""))]] : [];
  }) as [ParameterName, number, number][];
  assert(ranges.length >= 7, `${ranges}`);
  for (const [name, low, high] of ranges) {
    const accepted = [low - 1, low, high, high + 1].map((value) => PARAMETERS[name].read(value));
    assert.deepEqual(accepted, [undefined, low, high, undefined], name);
  }
});

Deno.test("the original preset keeps the original system's settings", () => {
  const { weeks_to_include, decision_threshold, threshold, min_samples } = resolveConfig({
    preset: "original",
  });
  assert.deepEqual({ weeks_to_include, decision_threshold, threshold, min_samples }, {
    weeks_to_include: 4,
    decision_threshold: 0.5,
    threshold: 0.05,
    min_samples: 30,
  });
  assert.equal(resolveConfig({ preset: "original", weeks_to_include: "9" }).weeks_to_include, 9);
});

Deno.test("text from a command line becomes a value of the parameter's type", () => {
  const cases: [ParameterName, string, unknown][] = [
    ["n_trials", "5", 5],
    ["n_trials", " 7 ", 7],
    ["seed", "1e3", 1000],
    ["threshold", ".01", 0.01],
    ["decision_threshold", "auto", "auto"],
    ["decision_threshold", "0.3", 0.3],
    ["workers", "auto", "auto"],
    ["workers", "2", 2],
    ["week", "2024-W48", "2024-W48"],
    ["data_dir", " data ", "data"],
    ["preset", "original", "original"],
    ["time_zone", "europe/madrid", "Europe/Madrid"],
    ["time_zone", "UTC", "UTC"],
  ];
  for (const [name, text, value] of cases) {
    assert.deepEqual(resolveConfig({ [name]: text })[name], value, `${name} ${text}`);
  }
});

Deno.test("a value out of bounds is refused with flag, expected and found value", () => {
  const cases: [ParameterName, unknown][] = [
    ["n_trials", "0"],
    ["n_trials", "2.5"],
    ["n_trials", "five"],
    ["n_trials", "0x10"],
    ["n_trials", "1e400"],
    ["n_trials", true],
    ["weeks_to_include", "2"],
    ["weeks_to_include", "-4"],
    ["max_rows", "999"],
    ["threshold", "0"],
    ["threshold", "1"],
    ["threshold", "NaN"],
    ["min_samples", "1"],
    ["decision_threshold", "high"],
    ["decision_threshold", "1.5"],
    ["seed", "-1"],
    ["seed", "9007199254740992"],
    ["workers", "0"],
    ["week", "2024-W60"],
    ["week", "48"],
    ["preset", "Original"],
    ["engine", "xgboost"],
    ["keep_runs", "0"],
    ["data_dir", "  "],
    ["force_train", "yes"],
  ];
  for (const [name, value] of cases) {
    const { expected } = PARAMETERS[name];
    assert.throws(() => resolveConfig({ [name]: value }), {
      name: "UserError",
      exitStatus: 2,
      message: `${flagName(name)}: expected ${expected}, found ${JSON.stringify(value)}\n` +
        "--help lists every parameter.",
    }, `${name} ${value}`);
  }
});

Deno.test("all wrong values are reported together, one per line", () => {
  assert.throws(() => resolveConfig({ preset: "new", n_trials: "no", threshold: "3" }), {
    message: /^--preset: .*\n--n-trials: .*\n--threshold: .*\n--help lists every parameter\.$/,
  });
});

Deno.test("a flag takes precedence over its environment variable", () => {
  const environment = (name: string) =>
    ({ SODAI_DATA_DIR: "from_env", SODAI_OUTPUTS_DIR: "" })[name];
  assert.equal(resolveConfig({}, environment).data_dir, "from_env");
  assert.equal(resolveConfig({ data_dir: "given" }, environment).data_dir, "given");
  // an empty one counts as unset
  assert.equal(resolveConfig({}, environment).outputs_dir, "outputs");
  assert.throws(
    () => resolveConfig({}, () => " "),
    /^UserError: SODAI_DATA_DIR: expected a folder/,
  );
});

Deno.test("no text is read as a number out of bounds", () => {
  const texts = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
  const bounded: [ParameterName, (value: number) => boolean][] = [
    ["seed", (value) => Number.isSafeInteger(value) && value >= 0],
    ["threshold", (value) => value > 0 && value < 1],
    ["n_trials", (value) => Number.isInteger(value) && value >= 1 && value <= 1000],
  ];
  fc.assert(
    fc.property(texts, fc.constantFrom(...bounded), (text, [name, within]) => {
      try {
        assert(within(resolveConfig({ [name]: text })[name] as number));
      } catch (error) {
        assert.equal((error as Error).name, "UserError");
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("an unknown time zone is refused, with a similar one suggested", () => {
  assert.equal(resolveConfig({}).time_zone, null);
  const message = (time_zone: string) => {
    try {
      resolveConfig({ time_zone });
    } catch (error) {
      return (error as Error).message.split("\n")[0];
    }
    return undefined;
  };
  const expected = "--time-zone: expected an IANA time zone such as Europe/Madrid, found";
  assert.equal(message("Madrid"), `${expected} "Madrid"; did you mean Europe/Madrid?`);
  assert.equal(message("Asia/Calcuta"), `${expected} "Asia/Calcuta"; did you mean Asia/Calcutta?`);
  assert.equal(message("+02:00"), `${expected} "+02:00"`);
});
