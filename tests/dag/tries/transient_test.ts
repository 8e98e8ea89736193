import assert from "node:assert/strict";
import { isTransient } from "../../../lib/dag/tries/transient.ts";
import { UserError } from "../../../lib/user_error.ts";

const coded = (code: string) => Object.assign(new Error(code), { code });

const PASSING: [string, unknown][] = [
  ...["EBUSY", "ETXTBSY", "EAGAIN", "EMFILE", "ENOSPC", "EIO", "ECONNREFUSED", "ETIMEDOUT"]
    .map((code): [string, unknown] => [code, coded(code)]),
  ["Deno's Busy", new Deno.errors.Busy("file in use")],
  ["a cause", new Error("cannot write", { cause: coded("ENOSPC") })],
  ["a UserError with a cause", Object.assign(new UserError("full"), { cause: coded("EIO") })],
];

const LASTING: [string, unknown][] = [
  ...["ENOENT", "EACCES", "EISDIR", "ENAMETOOLONG", "EROFS", "ELOOP"]
    .map((code): [string, unknown] => [code, coded(code)]),
  ["bad input", new UserError("clientes.parquet: expected 3 columns, found 2")],
  ["bad input that quotes a number", new UserError("quantity: found -28")],
  ["a bug", new TypeError("x is undefined")],
  ["a text", "ENOSPC"],
  ["nothing", undefined],
];

for (const [name, error] of PASSING) {
  Deno.test(`isTransient() is true of ${name}`, () => assert.equal(isTransient(error), true));
}
for (const [name, error] of LASTING) {
  Deno.test(`isTransient() is false of ${name}`, () => assert.equal(isTransient(error), false));
}

Deno.test({
  name: "isTransient() reads the number that polars puts into its message",
  ignore: Deno.build.os !== "linux",
  fn() {
    const message = (number: number) => new Error(`No space left on device (os error ${number})`);
    const ofPolars = (number: number) => Object.assign(message(number), { code: "GenericFailure" });
    for (const error of [message, ofPolars]) {
      assert.equal(isTransient(error(28)), true);
      assert.equal(isTransient(error(2)), false);
    }
  },
});

Deno.test({
  name: "isTransient() knows what the system throws",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const module = new URL("../../../lib/dag/tries/transient.ts", import.meta.url);
    // a disk that is always full, and a file used as a folder
    const code = `import { isTransient } from "${module}";
      const thrown = (path) => {
        try { Deno.writeTextFileSync(path, "x"); } catch (error) { return isTransient(error); }
      };
      console.log(thrown("/dev/full"), thrown("/dev/null/x"));`;
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["eval", code] }).output();
    assert.equal(new TextDecoder().decode(stdout), "true false\n");
  },
});
