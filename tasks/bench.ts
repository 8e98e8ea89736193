import { UserError } from "../lib/user_error.ts";
import { peerPython } from "./peers.ts";

const BENCHES = ["forest", "boosting", "statistics", "features", "tuning", "weekly"];
/** Takes a quarter of an hour and gigabytes: runs only if named. */
const LONG = ["scale"];

/** `deno task bench [forest|boosting|statistics|features|tuning|weekly|scale] [flags of the benchmark]`. */
const [first, ...rest] = Deno.args;
if (first === "--help" || (first !== undefined && ![...BENCHES, ...LONG].includes(first))) {
  console.log(
    `deno task bench [${
      [...BENCHES, ...LONG].join("|")
    }] [flags]\n  Benchmarks, compared with the peers.`,
  );
  Deno.exit(first === "--help" ? 0 : 2);
}
const python = await peerPython().catch((error) => {
  if (!(error instanceof UserError)) throw error;
  console.error(`${error.message}\nContinuing without the peers.`);
  return undefined;
});
for (const bench of first === undefined ? BENCHES : [first]) {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", `tests/bench/${bench}_bench.ts`, ...rest],
    env: python === undefined ? {} : { SODAI_PYTHON: python },
  }).spawn().status;
  if (code !== 0) Deno.exit(code);
}
