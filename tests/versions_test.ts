import assert from "node:assert/strict";

// imported only so that `deno check` of the tests includes it
export type Installer = typeof import("../.devcontainer/install_kernel.ts");

const read = (path: string) => Deno.readTextFileSync(new URL(`../${path}`, import.meta.url));

/** The files that contain Deno's version, and how to find it there. */
const DENO = {
  "README.md": /deno@([\d.]+) task/g,
  "CONTRIBUTING.md": /Deno ([\d.]+\d)/g,
  ".ci/run": /deno@([\d.]+)/g,
  ".github/workflows/ci.yml": /deno-version: (.+)/g,
  ".github/workflows/nightly.yml": /deno-version: (.+)/g,
  ".devcontainer/Dockerfile": /deno:bin-([\d.]+)/g,
  "tasks/deploy/Dockerfile": /deno:([\d.]+)/g,
};

Deno.test("commands, workflows and containers use the same version of Deno", () => {
  const versions = Object.entries(DENO).map(([path, pattern]) => {
    const found = [...read(path).matchAll(pattern)].map(([, version]) => version);
    assert(found.length > 0, path);
    return found;
  });
  assert.equal(new Set(versions.flat()).size, 1, JSON.stringify(versions));
});

Deno.test("the dev container has the JupyterLab that the peers' tests drive", () => {
  const [wanted] = /^jupyterlab==.+$/m.exec(read("tests/oracles/requirements.txt"))!;
  assert(read(".devcontainer/Dockerfile").includes(wanted), wanted);
});

Deno.test("workflows pin actions to commits and call existing tasks", () => {
  const { tasks } = JSON.parse(read("deno.json"));
  for (const name of Deno.readDirSync(new URL("../.github/workflows/", import.meta.url))) {
    const text = read(`.github/workflows/${name.name}`);
    for (const [line, action] of text.matchAll(/uses: (.+)/g)) {
      assert.match(action!, /^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, line);
    }
    for (const [, task] of text.matchAll(/deno task (\w+)/g)) assert(task! in tasks, task);
  }
});

Deno.test("the dev container installs the kernel and opens JupyterLab", () => {
  const { build, postCreateCommand, postAttachCommand } = JSON.parse(
    read(".devcontainer/devcontainer.json"),
  );
  assert(read(`.devcontainer/${build.dockerfile}`).length > 0);
  assert.match(postCreateCommand, /^deno ci && deno run .*\.devcontainer\/install_kernel\.ts$/);
  assert.equal(postAttachCommand, "deno task lab");
});
