import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { permissionFlags } from "../../../lib/permissions/permission_flags.ts";
import {
  commandPermissions,
  CONFINED,
  type Places,
} from "../../../tasks/launch/command_permissions.ts";
import { transferPermissions } from "../../../tasks/launch/object_storage.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const PLACES: Places = {
  project: "/project",
  data: "/data",
  outputs: "/outputs",
  scratch: "/scratch",
  ports: [20001, 20002],
  deno: "/bin/deno",
  program: "notify",
  mlflow: "mlflow.example:443",
};

Deno.test("no command may do more than it needs", () => {
  const table = Object.fromEntries(CONFINED.map((command) => {
    const { read, write = [], run = [], net = [], ffi = [] } = commandPermissions(command, PLACES);
    return [command, [read, write, run, net, ffi].map((values) => values!.join(" "))];
  }));
  const all = "/project /data /outputs", libraries = "/project/node_modules";
  const kernels = "127.0.0.1:20001 127.0.0.1:20002";
  const writesRuns = [`${all} /scratch ${libraries}`, "/outputs /scratch"];
  assert.deepEqual(table, {
    pipeline: [...writesRuns, "/bin/deno notify", kernels, libraries],
    stage: [...writesRuns, "/bin/deno notify", kernels, libraries],
    schedule: [...writesRuns, "/bin/deno notify", kernels, libraries],
    demo: [...writesRuns, "/bin/deno", kernels, libraries],
    report: [...writesRuns, "/bin/deno", kernels, libraries],
    evaluate: [`${all} ${libraries}`, "/outputs", "", "", libraries],
    explain: [`${all} ${libraries}`, "", "", "", libraries],
    runs: ["/project /outputs", "/outputs", "/bin/deno", "", ""],
    track: ["/outputs", "/outputs", "", "mlflow.example:443", ""],
  });
});

Deno.test("with s3:// paths, only the transfer reaches the storage and has its keys", () => {
  const { net, env, write, run } = transferPermissions("/cache/out", "storage.example:9000");
  assert.deepEqual([net, write, run], [["storage.example:9000"], ["/cache/out"], [
    Deno.execPath(),
  ]]);
  assert(env!.includes("AWS_*"));
  for (const command of CONFINED) {
    const { env = [] } = commandPermissions(command, PLACES);
    assert.deepEqual(env.filter((name) => name.startsWith("AWS")), [], command);
  }
});

Deno.test("no flag allows everything", () => {
  for (const command of CONFINED) {
    for (const flag of permissionFlags(commandPermissions(command, PLACES))) {
      assert.match(flag, /^--no-prompt$|^--allow-(read|write|run|net|ffi|env|sys)=./);
    }
  }
});

Deno.test("deno.json starts these commands by the launcher, and others not", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}/deno.json`));
  const launched = Object.entries(tasks as Record<string, { command: string }>)
    .filter(([, { command }]) => command.includes("tasks/launch.ts"));
  assert.deepEqual(launched.map(([name]) => name).sort(), [...CONFINED].sort());
  for (const [name, { command }] of launched) {
    assert.equal(command, `deno run --quiet -P=launch tasks/launch.ts ${name}`);
  }
});

Deno.test("every variable that the code reads by name is permitted", () => {
  const permitted = new Set(
    CONFINED.flatMap((command) => commandPermissions(command, PLACES).env ?? []),
  );
  // of tools, tests and the launcher, which have permissions of their own
  const others =
    /^tasks\/(bench|mutate|peers|test_peers|versitygw|report_picture|find_chromium|lab|kernels)|^lib\/(jupyter\/kernelspec|object_storage\/working_folder)/;
  const read = new Map<string, string>();
  const walk = (folder: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(ROOT + folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory) walk(path);
      else if (name.endsWith(".ts") && !others.test(path)) {
        const code = Deno.readTextFileSync(ROOT + path);
        const names = /(?:Deno\.env\.get|\benvironment|\benv)\("(\w+)"\)|\benvironment: "(\w+)"/g;
        for (const [, one, other] of code.matchAll(names)) read.set((one ?? other)!, path);
        assert.doesNotMatch(code, /Deno\.env\.toObject/, `${path} reads all variables`);
      }
    }
  };
  walk("lib");
  walk("tasks");
  assert(read.size >= 8, [...read.keys()].join());
  // of kernels only
  read.delete("SODAI_RUN");
  assert.deepEqual([...read].filter(([name]) => !permitted.has(name)), []);
});
