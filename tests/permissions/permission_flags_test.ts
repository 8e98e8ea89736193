import assert from "node:assert/strict";
import { permissionFlags } from "../../lib/permissions/permission_flags.ts";

Deno.test("permissionFlags() gives nothing for an empty list", () => {
  assert.deepEqual(permissionFlags({}), ["--no-prompt"]);
  assert.deepEqual(permissionFlags({ read: [], net: [], run: [] }), ["--no-prompt"]);
});

Deno.test("permissionFlags() refuses a comma, which would be two paths", () => {
  for (const path of ["/sales,2024", "/,", "/a,,b"]) {
    assert.throws(
      () => permissionFlags({ read: ["/data"], write: [path] }),
      (error: Error) =>
        error.name === "UserError" &&
        error.message.startsWith(`expected a path without a comma, found ${path}\n`),
    );
  }
});

Deno.test("Deno understands the flags for a path with spaces and other signs", () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "a b [c] =d;$x é" }));
  try {
    Deno.writeTextFileSync(`${folder}/x`, "text");
    const { stdout, stderr } = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-config", ...permissionFlags({ read: [folder] }), "--ext=ts"],
        ...["data:application/typescript,console.log(Deno.readTextFileSync(Deno.args[0]))"],
        `${folder}/x`,
      ],
    }).outputSync();
    assert.equal(new TextDecoder().decode(stdout), "text\n", new TextDecoder().decode(stderr));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
