import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { makeLink } from "../../lib/permissions/make_link.ts";
import { permissionFlags } from "../../lib/permissions/permission_flags.ts";

const MODULE = new URL("../../lib/permissions/make_link.ts", import.meta.url);

function inFolder(test: (folder: string) => void) {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Calls `makeLink` in a process that may use only a folder, and start Deno. */
function confined(folder: string, path: string) {
  const program = `import { makeLink } from ${JSON.stringify(MODULE.href)};
    try { makeLink("runs/a b", ${JSON.stringify(path)}); console.log("linked"); }
    catch (error) { console.log(error.message); }`;
  Deno.writeTextFileSync(`${folder}/program.ts`, program);
  const flags = permissionFlags({
    read: [folder, fileURLToPath(MODULE)],
    write: [folder],
    run: [Deno.execPath()],
  });
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-config", ...flags, `${folder}/program.ts`],
  }).outputSync();
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("makeLink() makes a relative link", () => {
  inFolder((folder) => {
    makeLink("runs/a b", `${folder}/latest`);
    assert.equal(Deno.readLinkSync(`${folder}/latest`), "runs/a b");
  });
});

Deno.test("makeLink() makes it also where Deno would not", () => {
  inFolder((folder) => {
    assert.equal(confined(folder, `${folder}/latest`), "linked");
    assert.equal(Deno.readLinkSync(`${folder}/latest`), "runs/a b");
  });
});

Deno.test("makeLink() throws the error of the system in both cases", () => {
  inFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/latest`, "");
    assert.throws(() => makeLink("runs/a b", `${folder}/latest`), /File exists \(os error 17\)/);
    assert.match(confined(folder, `${folder}/latest`), /^File exists \(os error 17\).*latest'$/);
  });
});
