/**
 * Runs `deno test --reporter=dot` with the given flags. Without a terminal, Deno prints one line per dot;
 * this script prints rows of dots, and at the end what tests counted. Temporary files are in a new folder, which is removed at the end.
 */
import { join } from "node:path";
import process from "node:process";
import { COUNTS_FILE } from "./print_count.ts";

// deno-lint-ignore no-control-regex -- colours
const A_DOT = /^((?:\x1b\[[\d;]*m)*[.,!](?:\x1b\[[\d;]*m)*)\n/gm;
const ROW = 100;

const folder = await Deno.makeTempDir({ prefix: "sodai_test_" });
const counts = join(folder, "counts.txt");
const child = new Deno.Command(Deno.execPath(), {
  args: ["test", "--reporter=dot", ...Deno.args],
  env: { TMPDIR: folder, TEMP: folder, [COUNTS_FILE]: counts },
  stdout: "piped",
}).spawn();
Deno.addSignalListener("SIGINT", () => {}); // the tests receive it too and report it
let dots = 0;
for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
  process.stdout.write(text.replaceAll(A_DOT, (_, dot) => ++dots % ROW ? dot : `${dot}\n`));
}
const { code } = await child.status;
console.log(await Deno.readTextFile(counts).catch(() => ""));
await Deno.remove(folder, { recursive: true });
Deno.exit(code);
