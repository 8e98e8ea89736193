import assert from "node:assert/strict";
import { socketIn } from "../../lib/jupyter/kernel_process.ts";

Deno.test("socketIn() keeps the path of a socket within 103 bytes", () => {
  assert.equal(
    socketIn("/var/tmp/sodai_kernel_0123456789abcdef"),
    "/var/tmp/sodai_kernel_0123456789abcdef/p",
  );
  // as on macOS, in the temporary folder of a command
  const parent = `/var/folders/${"x".repeat(34)}/T/sodai_cmd_0123456789abcdef`;
  assert.equal(socketIn(`${parent}/sodai_kernel_0123456789abcdef`), `${parent}/pbcdef`);
  assert.throws(() => socketIn(`/${"é".repeat(50)}/sodai_kernel_0123456789abcdef`), {
    name: "UserError",
    message: /found \/é+\nSet TMPDIR to a folder with a shorter path\.$/,
  });
});
