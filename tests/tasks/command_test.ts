import assert from "node:assert/strict";
import { type ParameterName, PARAMETERS } from "../../lib/config/parameters.ts";
import { type Command, helpText, parseCall } from "../../tasks/command.ts";
import { command, outcome } from "../end_to_end/world.ts";

const EVERY: Command = {
  name: "pipeline",
  summary: "One run.",
  parameters: Object.keys(PARAMETERS) as ParameterName[],
};
const FEW: Command = {
  name: "evaluate",
  summary: "Judges models.",
  parameters: ["seed", "data_dir"],
  flags: { from: "first week" },
  switches: { drift: "study drift" },
  positionals: "[RUN]",
};

Deno.test("flags are --name value or --name=value; the last one counts", () => {
  const { config } = parseCall(EVERY, ["--n-trials", "5", "--seed=4", "--seed", "6", "--resume"]);
  assert.deepEqual([config.n_trials, config.seed, config.resume], [5, 6, true]);
});

Deno.test("a command has its own flags and positionals", () => {
  const call = parseCall(FEW, ["--from", "2024-W40", "run_1", "--drift", "--seed", "2"]);
  assert.deepEqual(call.flags, { from: "2024-W40" });
  assert.deepEqual(call.positionals, ["run_1"]);
  assert.deepEqual(call.switches, new Set(["drift"]));
  assert.match(helpText(FEW), /^ {2}--drift {2}study drift$/m);
  assert.equal(call.config.seed, 2);
});

Deno.test("a wrong call is refused with a remedy", () => {
  const cases: [Command, string[], RegExp][] = [
    [
      EVERY,
      ["--n_trials", "5"],
      /unknown flag --n_trials; did you mean --n-trials\?\n--help lists/,
    ],
    [EVERY, ["--trial", "5"], /unknown flag --trial/],
    [EVERY, ["--treshold", "1"], /unknown flag --treshold; did you mean --threshold\?/],
    [EVERY, ["--data", "x"], /unknown flag --data; did you mean --data-dir\?/],
    [EVERY, ["--zzz"], /^deno task pipeline: unknown flag --zzz\n/],
    [EVERY, ["-n", "5"], /unknown flag -n/],
    [EVERY, ["--n-trials"], /^--n-trials: expected a value, found none$/],
    [EVERY, ["--n-trials", ""], /^--n-trials: expected a value, found none$/],
    [EVERY, ["--n-trials="], /^--n-trials: expected a value, found none$/],
    [EVERY, ["--n-trials", "--resume"], /--n-trials: expected/],
    [EVERY, ["--seed", "-1"], /^--seed: expected a whole number from 0, found "-1"/],
    [EVERY, ["--resume=no"], /^--resume: expected no value, found "no"$/],
    [FEW, ["--drift=yes"], /^--drift: expected no value, found "yes"$/],
    [EVERY, ["--no-force-train"], /unknown flag --no-force-train/],
    [EVERY, ["--threshold", "0,1"], /^--threshold: expected .*, found "0,1"/],
    [EVERY, ["run"], /expected only flags, found "run"/],
    [FEW, ["--n-trials", "5"], /^deno task evaluate: unknown flag --n-trials\n/],
  ];
  for (const [of, args, message] of cases) {
    assert.throws(
      () => parseCall(of, args),
      { name: "UserError", exitStatus: 2, message },
      `${args}`,
    );
  }
});

Deno.test("help lists exactly the flags of the command", () => {
  const text = helpText(FEW);
  assert.match(text, /^deno task evaluate \[flags\] \[RUN\]\n {2}Judges models\.\n/);
  assert.deepEqual([...text.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, flag]) => flag), [
    "--from",
    "--drift",
    "--seed",
    "--data-dir",
  ]);
});

Deno.test("deno task pipeline --help prints every parameter with its default, status 0", async () => {
  const { code, stdout, stderr } = await outcome(command("pipeline", ["--help"]));
  assert.equal(code, 0, stderr);
  for (const name of EVERY.parameters) {
    if (["cron", "catch_up", "poll_minutes"].includes(name)) continue; // of the schedule
    assert(stdout.includes(`--${name.replaceAll("_", "-")}`), name);
  }
  assert.equal(stderr, "");
});
