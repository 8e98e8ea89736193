import assert from "node:assert/strict";
import { basename, join } from "node:path";

const LAUNCHER = new URL("./launched.ts", import.meta.url).href;

/** Starts a program of a few lines by `runConfined`, in a process of its own. */
function launched(program: string, folder: string) {
  const scratch = join(folder, "scratch"), script = join(folder, "program.ts");
  Deno.mkdirSync(scratch);
  Deno.writeTextFileSync(script, program);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-config", "-A", LAUNCHER, scratch, script],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return { child, scratch };
}

/** Waits for a text on standard output; then, the rest is of no interest. */
async function until(child: Deno.ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  child.stderr.cancel();
  let text = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    const found = pattern.exec(text += part);
    if (found) return found;
  }
  throw new Error(`ended after: ${text}`);
}

async function inFolder(test: (folder: string) => Promise<void>) {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    await test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    Deno.kill(processId, "SIGCONT"); // no effect on a running process
    return true;
  } catch {
    return false;
  }
}

async function gone(processId: number): Promise<boolean> {
  for (let i = 0; i < 100 && isRunning(processId); i++) {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return !isRunning(processId);
}

const READY = `console.log("pid " + Deno.pid + "\\n");`;
const BUSY = `${READY} while (true);`;

Deno.test("output and exit status of a command are passed on, and its temporary files removed", async () => {
  for (const code of [0, 1, 2, 130]) {
    await inFolder(async (folder) => {
      const { child, scratch } = launched(
        `console.log(Deno.makeTempDirSync()); console.error("err"); Deno.exit(${code});`,
        folder,
      );
      const output = await child.output();
      const [stdout, stderr] = [output.stdout, output.stderr].map((bytes) =>
        new TextDecoder().decode(bytes)
      );
      assert.equal(output.code, code);
      assert.equal(stderr, "err\n");
      assert.equal(basename(join(stdout!.trim(), "..")), basename(scratch));
      assert.throws(() => Deno.statSync(scratch), Deno.errors.NotFound);
    });
  }
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.test(`${signal} reaches a command once, which decides how it ends`, async () => {
    await inFolder(async (folder) => {
      const { child } = launched(
        `let count = 0;
        Deno.addSignalListener("${signal}", () => {
          count++;
          setTimeout(() => { Deno.exit(40 + count); }, 300);
        });
        setInterval(() => {}, 1000);
        ${READY}`,
        folder,
      );
      await until(child, /pid \d+\n/);
      child.kill(signal);
      const { code } = await child.status;
      assert.equal(code, 41);
    });
  });
}

Deno.test("a command that a signal ends is seen to be ended by it", async () => {
  await inFolder(async (folder) => {
    const { child, scratch } = launched(BUSY, folder);
    const [, id] = await until(child, /pid (\d+)\n/);
    child.kill("SIGTERM");
    const { signal } = await child.status;
    assert.equal(signal, "SIGTERM");
    assert(await gone(Number(id)));
    assert.throws(() => Deno.statSync(scratch), Deno.errors.NotFound);
  });
});

Deno.test("SIGKILL ends a busy command and what it started, and removes its temporary files", async () => {
  await inFolder(async (folder) => {
    const { child, scratch } = launched(
      `const other = new Deno.Command("sleep", { args: ["300"] }).spawn();
      console.log("other " + other.pid);
      ${BUSY}`,
      folder,
    );
    const [, other, id] = await until(child, /other (\d+)\npid (\d+)\n/);
    assert(isRunning(Number(other)) && isRunning(Number(id)));
    child.kill("SIGKILL");
    await child.status;
    assert(await gone(Number(id)), "the command outlived its launcher");
    assert(await gone(Number(other)), "what the command started outlived it");
    for (let i = 0; i < 100 && exists(scratch); i++) await new Promise((r) => setTimeout(r, 30));
    assert(!exists(scratch));
  });
});

Deno.test("what a command leaves running ends with it", async () => {
  await inFolder(async (folder) => {
    const { child } = launched(
      `const other = new Deno.Command("sleep", {
        args: ["300"], stdin: "null", stdout: "null", stderr: "null",
      }).spawn();
      console.log("other " + other.pid);
      Deno.exit(0);`,
      folder,
    );
    const { stdout } = await child.output();
    const [, other] = /other (\d+)/.exec(new TextDecoder().decode(stdout))!;
    assert(await gone(Number(other)));
  });
});

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
