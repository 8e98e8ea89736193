/** Runs a schedule in a separate process: `scheduled.ts SCENARIO`; logs each event as a line. */
import { schedule } from "../../lib/dag/schedule.ts";

const [scenario, timeZone = "UTC"] = Deno.args;
let runs = 0;

async function run(signal: AbortSignal): Promise<boolean> {
  const number = ++runs;
  console.log(`begin ${number}`);
  if (scenario === "failing" && number <= 3) throw new Error("no clientes.parquet");
  if (scenario === "long") {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    console.log(signal.reason.message);
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(`end ${number}`);
  return true;
}

await schedule({
  cron: "0 9 * * MON",
  timeZone,
  name: "sodai_mlops",
  run,
  lastSuccess: () => scenario === "ticking" ? new Date() : undefined,
  retries: 2,
  retryAfterMs: 10,
  log: console.log,
});
console.log("stopped");
