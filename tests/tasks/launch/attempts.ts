/** Where attempts go, and what must not be found. */
export interface Target {
  /** A file outside of the folders of a command, with `secret` in it. */
  file: string;
  /** The folder of `file`. */
  folder: string;
  /** The command's own folders. */
  data: string;
  outputs: string;
  project: string;
  /** A port with a server that answers `secret`. */
  port: number;
  /** A variable whose value is `secret`. */
  variable: string;
}

/**
 * A program that tries to break out, as the source of an expression: an array of the attempts that
 * succeeded. Text, because it becomes part of a task and of a notebook.
 */
export function attempts(target: Target): string {
  return `await (async (target) => {
  const { spawnSync } = await import("node:child_process");
  const fs = await import("node:fs");
  const { Worker: Thread } = await import("node:worker_threads");
  const net = await import("node:net");
  const { default: process } = await import("node:process");
  const secret = (text) => { if (!String(text).includes("secret")) throw new Error("no secret"); };
  const attempts = {
    "read a file elsewhere": () => secret(Deno.readTextFileSync(target.file)),
    "read it by node:fs": () => secret(fs.readFileSync(target.file, "utf8")),
    "read it by a way around": () => secret(Deno.readTextFileSync(target.data + "/../elsewhere/secret.txt")),
    "fetch it": async () => secret(await (await fetch("file://" + target.file)).text()),
    "import it": async () => await import("file://" + target.folder + "/module.ts"),
    "copy it": () => Deno.copyFileSync(target.file, target.outputs + "/copied"),
    "link it": () => Deno.symlinkSync(target.file, target.outputs + "/linked"),
    "link it hard": () => Deno.linkSync(target.file, target.outputs + "/hard"),
    "list a folder elsewhere": () => [...Deno.readDirSync(target.folder)],
    "look at a file elsewhere": () => Deno.statSync(target.file),
    "remove a file elsewhere": () => Deno.removeSync(target.folder + "/other"),
    "write a file elsewhere": () => Deno.writeTextFileSync(target.folder + "/new", ""),
    "write into the data": () => Deno.writeTextFileSync(target.data + "/new", ""),
    "write into the project": () => Deno.writeTextFileSync(target.project + "/lib/new.ts", ""),
    "write into the temporary folder of all": () => {
      Deno.writeTextFileSync("/var/tmp/sodai_broke_out", "");
      Deno.removeSync("/var/tmp/sodai_broke_out");
    },
    "read the variables of the process": () => Deno.readTextFileSync("/proc/self/environ"),
    "start a program": () => new Deno.Command("true").outputSync(),
    "start a shell": () => new Deno.Command("/bin/sh", { args: ["-c", "true"] }).outputSync(),
    "start a program by Node": () => { const { error } = spawnSync("true"); if (error) throw error; },
    "reach a port": async () => (await Deno.connect({ port: target.port })).close(),
    "reach a port by Node": () => new Promise((resolve, reject) =>
      net.connect(target.port, "127.0.0.1").on("connect", resolve).on("error", reject)),
    "reach a port by fetch": async () => secret(await (await fetch("http://localhost:" + target.port)).text()),
    "listen on a port": () => Deno.listen({ port: 0 }).close(),
    "read a variable": () => secret(Deno.env.get(target.variable)),
    "read a variable by Node": () => secret(process.env[target.variable]),
    "read all variables": () => Deno.env.toObject(),
    "set a variable": () => Deno.env.set(target.variable, "other"),
    "load a library": () => Deno.dlopen("libc.so.6", {}),
    "signal a process": () => Deno.kill(Deno.ppid, "SIGCONT"),
    // a kernel believes that it has every permission
    "ask for more": async () => {
      await Deno.permissions.request({ name: "read" });
      secret(Deno.readTextFileSync(target.file));
    },
    "read in a thread": () => new Promise((resolve, reject) => {
      const code = "const { parentPort, workerData } = require('node:worker_threads');" +
        "try { require('node:fs').readFileSync(workerData); parentPort.postMessage('read'); }" +
        "catch (error) { parentPort.postMessage(error.message); }";
      new Thread(code, { eval: true, workerData: target.file }).on("error", reject)
        .on("message", (found) => found === "read" ? resolve() : reject(new Error(found)));
    }),
    // last, as it is gone then
    "move it": () => Deno.renameSync(target.file, target.outputs + "/moved"),
  };
  const succeeded = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    try { await attempt(); succeeded.push(name); } catch { /* denied */ }
  }
  return { tried: Object.keys(attempts).length, succeeded };
})(${JSON.stringify(target)})`;
}
