import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { taskProcess } from "../end_to_end/task_process.ts";
import { outcome } from "../end_to_end/world.ts";

const RUN = "2024-W10_20240304T090000Z";

/** The commands that use an outputs folder. */
const ON_OUTPUTS: [task: string, ...args: string[]][] = [
  ["pipeline", "--no-report"],
  ["schedule"],
  ["report", RUN],
  ["runs"],
  ["runs", "show", RUN],
  ["runs", "prune", "--keep", "1"],
  ["runs", "rollback"],
  ["runs", "promote", RUN],
  ["explain", "--customer", "1", "--product", "1", RUN],
  ["track"],
];

/** The commands that read data. */
const ON_DATA: [task: string, ...args: string[]][] = [
  ["pipeline", "--no-report"],
  ["report", RUN],
  ["evaluate", "--from", "2024-W08", "--to", "2024-W09"],
  ["evaluate", "--drift"],
];

interface Situation {
  name: string;
  commands: [task: string, ...args: string[]][];
  /** Puts the folders into the situation and names them. */
  prepare: (folder: string) => { data: string; outputs: string };
  message: RegExp;
  /** Takes from root the power to read and write everything. */
  withoutPower?: true;
}

const usual = (folder: string) => ({
  data: join(folder, "data"),
  outputs: join(folder, "outputs"),
});

/** A change of the usual folders. */
function changed(
  which: "data" | "outputs",
  change: (folder: string) => string,
): Situation["prepare"] {
  return (folder) => ({ ...usual(folder), [which]: change(folder) });
}

function file(folder: string): string {
  const path = join(folder, "file");
  Deno.writeTextFileSync(path, "");
  return path;
}

function loop(folder: string): string {
  const path = join(folder, "loop");
  Deno.symlinkSync("loop", path);
  return path;
}

const tooLong = (folder: string) => join(folder, "a".repeat(300));

/** Changes the mode of a folder, and of the run in it first. */
function closed(name: "data" | "outputs", mode: number) {
  return (folder: string) => {
    const path = join(folder, name);
    if (name === "outputs") Deno.chmodSync(join(path, "runs", RUN), mode);
    Deno.chmodSync(path, mode);
    return path;
  };
}

const WRITING = ON_OUTPUTS.filter(([task, verb]) =>
  task !== "schedule" && (task !== "runs" || verb === "rollback" || verb === "promote") &&
  task !== "track" && task !== "explain"
);

const situations: Situation[] = [
  {
    name: "outputs that are a file",
    commands: ON_OUTPUTS,
    prepare: changed("outputs", file),
    message: /file: .*a part of this path is a file|\/file\/\S*: a part of this path is a file/,
  },
  {
    name: "outputs of links in a circle",
    commands: ON_OUTPUTS,
    prepare: changed("outputs", loop),
    message: /its symbolic links lead in a circle/,
  },
  {
    name: "outputs with a path that is too long",
    commands: ON_OUTPUTS,
    prepare: changed("outputs", tooLong),
    message: /the path or a name in it is too long/,
  },
  {
    name: "outputs that cannot be read",
    commands: ON_OUTPUTS,
    prepare: changed("outputs", closed("outputs", 0o000)),
    message: /this user has no permission/,
    withoutPower: true,
  },
  {
    name: "outputs that cannot be written",
    commands: WRITING,
    prepare: changed("outputs", closed("outputs", 0o555)),
    message: /this user has no permission/,
    withoutPower: true,
  },
  {
    name: "data that are a file",
    commands: ON_DATA,
    prepare: changed("data", file),
    message: /file: expected a folder with the data|a part of this path is a file/,
  },
  {
    name: "data of links in a circle",
    commands: ON_DATA,
    prepare: changed("data", loop),
    message: /its symbolic links lead in a circle/,
  },
  {
    name: "data with a path that is too long",
    commands: ON_DATA,
    prepare: changed("data", tooLong),
    message: /the path or a name in it is too long/,
  },
  {
    name: "data that cannot be read",
    commands: ON_DATA,
    prepare: changed("data", closed("data", 0o000)),
    message: /this user has no permission/,
    withoutPower: true,
  },
];

/** An outputs folder with a run without results, and the one empty file that it read. */
function place(): string {
  const folder = Deno.makeTempDirSync(), path = join(folder, "outputs", "runs", RUN);
  Deno.mkdirSync(path, { recursive: true });
  Deno.mkdirSync(join(folder, "data"));
  Deno.writeTextFileSync(join(folder, "data", "transacciones.parquet"), "");
  Deno.writeTextFileSync(join(folder, "outputs", ".lock"), "");
  Deno.symlinkSync(join("runs", RUN), join(folder, "outputs", "latest"));
  const record = {
    run_id: RUN,
    predicted_week: "2024-W10",
    state: "success",
    started: "2024-03-04T09:00:00Z",
    ended: "2024-03-04T09:00:01Z",
    tasks: [],
    warnings: [],
    parameters: {},
    inputs: { "transacciones.parquet": createHash("sha256").digest("hex") },
    versions: {},
    seed: 0,
  };
  Deno.writeTextFileSync(join(path, "run.json"), JSON.stringify(record));
  return folder;
}

/** Root may read and write everything, unless it gives that up. */
const SETPRIV = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));
const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;

function started(task: string, args: string[], withoutPower: boolean): Deno.Command {
  const env = { MLFLOW_TRACKING_URI: task === "track" ? "http://127.0.0.1:5" : "" };
  if (!withoutPower || !isRoot) return taskProcess(task, args, env);
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("../../deno.json", import.meta.url)));
  const [, ...words] = tasks[task].command.split(" ");
  const bounds = "--bounding-set=-dac_override,-dac_read_search";
  return new Deno.Command(SETPRIV!, {
    args: [bounds, Deno.execPath(), ...words, ...args],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  });
}

const all = situations.flatMap((situation) =>
  situation.commands.map((command) => ({ situation, command }))
);
// every situation and every command, but not each with each
const chosen = Deno.env.get("SODAI_NIGHTLY") ? all : all.filter((_, i) => i % 3 === 0);

for (const { situation: { name, prepare, message, withoutPower = false }, command } of chosen) {
  const [task, ...args] = command;
  Deno.test({
    name: `one message for ${name}: ${command.slice(0, 2).join(" ").replace(RUN, "RUN")}`,
    ignore: Deno.build.os !== "linux" || withoutPower && isRoot && SETPRIV === undefined,
    async fn() {
      const folder = place();
      try {
        const { data, outputs } = prepare(folder);
        const folders = [
          "--outputs-dir",
          outputs,
          ...["runs", "track"].includes(task) ? [] : ["--data-dir", data],
        ];
        const process = started(task, [...args, ...folders], withoutPower);
        const { code, stdout, stderr } = await outcome(process);
        assert.ok(code === 1 || code === 2, `status ${code}\n${stdout}${stderr}`);
        assert.match(stderr, message);
        assert.doesNotMatch(stdout + stderr, /^ {4}at |Uncaught|panicked|os error/m);
        const isProgress = (line: string) => /^\d{4}-\d\d-\d\dT|^\d+ % /.test(line);
        const lines = stderr.trim().split("\n").filter((line) => !isProgress(line));
        assert.ok(lines.length <= 5, stderr);
      } finally {
        for (const name of ["data", "outputs", `outputs/runs/${RUN}`]) {
          Deno.chmodSync(join(folder, name), 0o755);
        }
        Deno.removeSync(folder, { recursive: true });
      }
    },
  });
}
