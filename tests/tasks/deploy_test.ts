import assert from "node:assert/strict";
import { PARAMETERS } from "../../lib/config/parameters.ts";
import { SECRET_VARIABLES } from "../../lib/config/secrets.ts";
import { command, outcome } from "../end_to_end/world.ts";

const read = (path: string) => Deno.readTextFileSync(new URL(`../../${path}`, import.meta.url));
const { tasks } = JSON.parse(read("deno.json"));
const UNITS = ["sodai-schedule.service", "sodai-once.service", "sodai-once.timer"];
const FILES = ["Dockerfile", "sodai.env", ...UNITS];

/** The folders of an installation; no others are named. */
const PLACES =
  /^(\/usr\/local\/bin\/deno|\/opt\/sodai|\/etc\/sodai(\/sodai\.env)?|\/var\/(lib|cache)\/sodai(\/(data|outputs))?|\/deno-dir)$/;

/** A unit: values by section and key; a key may come more than once. */
function unit(name: string): Record<string, Record<string, string[]>> {
  const sections: Record<string, Record<string, string[]>> = {};
  let section: Record<string, string[]> | undefined;
  for (const line of read(`tasks/deploy/${name}`).split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, head] = /^\[(\w+)\]$/.exec(line) ?? [];
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (head) section = sections[head] = {};
    else {
      assert(section && key, `${name}: ${line}`);
      (section[key] ??= []).push(value!);
    }
  }
  return sections;
}

/** `deno task` and its words: the task exists and `--help` lists its flags. */
async function checkCall(words: string[]): Promise<void> {
  const [deno, task, quiet, name, ...flags] = words;
  assert.match(deno!, /(^|\/)deno$/);
  assert.deepEqual([task, quiet], ["task", "--quiet"]);
  assert(name! in tasks, name);
  const { stdout } = await outcome(command(name!, ["--help"]));
  for (const flag of flags) assert(stdout.includes(`  ${flag} `), `${name} ${flag}`);
}

Deno.test("the units call tasks and flags that exist, and each other", async () => {
  const install: string[] = [];
  for (const name of UNITS) {
    const { Unit, Service, Timer, Install } = unit(name);
    for (const other of [...Unit?.["Conflicts"] ?? [], ...Timer?.["Unit"] ?? []]) {
      assert(UNITS.includes(other), other);
    }
    if (Timer) assert(UNITS.includes(name.replace(".timer", ".service")));
    if (Service) await checkCall(Service["ExecStart"]![0]!.split(" "));
    install.push(...Install?.["WantedBy"] ?? []);
  }
  assert.deepEqual(install, ["multi-user.target", "timers.target"]);
});

Deno.test("both services have the same walls, and none that Deno cannot live behind", () => {
  const walls = ["sodai-schedule.service", "sodai-once.service"].map((name) => {
    const { Type, ExecStart: _, Restart, RestartSec, ...rest } = unit(name)["Service"]!;
    assert.deepEqual(
      [Type, Restart, RestartSec],
      name === "sodai-once.service" ? [["oneshot"], undefined, undefined] : [["exec"], [
        "on-failure",
      ], ["60"]],
    );
    return rest;
  });
  assert.deepEqual(walls[0], walls[1]);
  const wall = walls[0]!;
  for (
    const [name, value] of Object.entries({
      ProtectSystem: "strict",
      ProtectHome: "yes",
      NoNewPrivileges: "yes",
      CapabilityBoundingSet: "",
      PrivateTmp: "yes",
      ReadWritePaths: "/var/lib/sodai/outputs",
      User: "sodai",
    })
  ) assert.deepEqual(wall[name], [value], name);
  // V8 writes code and runs it
  assert(!("MemoryDenyWriteExecute" in wall));
});

Deno.test("variables exist, and folders are those of an installation", () => {
  const known = [
    ...Object.values(PARAMETERS).flatMap((parameter) => parameter.environment ?? []),
    ...SECRET_VARIABLES,
    "DENO_DIR",
    "NO_COLOR",
  ];
  for (const name of FILES) {
    const text = read(`tasks/deploy/${name}`);
    const variables = [
      ...text.matchAll(/^(?:Environment=|ENV )(\w+)=/gm),
      ...text.matchAll(/^#?([A-Z_]+)=/gm),
    ].map(([, variable]) => variable!);
    for (const variable of variables) assert(known.includes(variable), `${name}: ${variable}`);
    for (const [path] of text.matchAll(/(?<![\w.$}/:*])\/[a-z][\w./-]*/g)) {
      assert.match(path, PLACES, name);
    }
  }
  assert(read("tasks/deploy/sodai.env").includes("#SODAI_NOTIFY_URL="));
  assert.doesNotMatch(read("tasks/deploy/sodai.env"), /^[^#\n]/m);
});

Deno.test("the image has everything that a run needs, and no root", async () => {
  const text = read("tasks/deploy/Dockerfile").replaceAll("\\\n", " ");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const of = (instruction: string) =>
    lines.filter((line) => line.startsWith(`${instruction} `))
      .map((line) => line.slice(instruction.length + 1).trim());
  assert.match(of("FROM")[0]!, /^docker\.io\/denoland\/deno:[\d.]+$/);
  const copied = of("COPY").flatMap((line) => line.split(" ").slice(0, -1));
  for (const path of copied) Deno.statSync(new URL(`../../${path}`, import.meta.url));
  for (const needed of ["deno.json", "deno.lock", "lib", "tasks", "notebooks"]) {
    assert(copied.includes(needed), needed);
  }
  assert.deepEqual(of("USER"), ["deno"]);
  assert(lines.indexOf("USER deno") > lines.findLastIndex((line) => line.startsWith("RUN ")));
  assert.deepEqual(JSON.parse(of("VOLUME")[0]!), [
    "/var/lib/sodai/data",
    "/var/lib/sodai/outputs",
  ]);
  await checkCall(JSON.parse(of("CMD").at(-1)!));
  assert.match(of("HEALTHCHECK")[0]!, /heartbeat\.json" -mmin -5 \| grep -q \.$/);
});

Deno.test(
  "the health check passes for a fresh heartbeat, not for an old one or none",
  { ignore: Deno.build.os !== "linux" },
  async () => {
    const [, check] = /^ {2}CMD (.*)$/m.exec(read("tasks/deploy/Dockerfile"))!;
    const folder = Deno.makeTempDirSync();
    const healthy = async () =>
      (await new Deno.Command("sh", {
        args: ["-c", check!],
        env: { SODAI_OUTPUTS_DIR: folder },
        stderr: "null",
      }).output()).success;
    assert.equal(await healthy(), false);
    Deno.writeTextFileSync(`${folder}/heartbeat.json`, "{}");
    assert.equal(await healthy(), true);
    const old = Date.now() / 1000 - 6 * 60;
    Deno.utimeSync(`${folder}/heartbeat.json`, old, old);
    assert.equal(await healthy(), false);
    Deno.removeSync(folder, { recursive: true });
  },
);

Deno.test("the README's check of monitoring passes for a success with a young heartbeat only", {
  ignore: !await new Deno.Command("jq", { args: ["--version"], stdout: "null" }).output()
    .then(({ success }) => success, () => false),
}, async () => {
  const [, filter] = /runs --json \| jq -e '(.*)'$/m.exec(read("tasks/deploy/README.md"))!;
  const cases: [boolean, unknown][] = [
    [true, { heartbeat: { age_seconds: 59.9 }, newest_outcome: "success" }],
    [false, { heartbeat: { age_seconds: 301 }, newest_outcome: "success" }],
    [false, { heartbeat: null, newest_outcome: "success" }],
    [false, { heartbeat: { age_seconds: 59.9 }, newest_outcome: "held" }],
    [false, { heartbeat: { age_seconds: 59.9 }, newest_outcome: null }],
  ];
  for (const [passes, input] of cases) {
    const child = new Deno.Command("jq", {
      args: ["-e", filter!],
      stdin: "piped",
      stdout: "null",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(JSON.stringify(input)));
    await writer.close();
    assert.equal((await child.status).success, passes, JSON.stringify(input));
  }
});
