/** Runs a schedule in a process of its own: `scheduled.ts SCENARIO`; logs each event as a line. */
import type { PastRun } from "../../../lib/dag/schedule/decide.ts";
import { schedule } from "../../../lib/dag/schedule/schedule.ts";

const [scenario] = Deno.args;
const runs: PastRun[] = [];

async function tick(due: Date, signal: AbortSignal): Promise<string> {
  const number = runs.length + 1;
  console.log(`begin ${number}`);
  if (scenario === "long") {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    console.log(signal.reason.message);
  }
  if (scenario === "slow") await new Promise((resolve) => setTimeout(resolve, 300));
  console.log(`end ${number}`);
  const ended = new Date(), state = signal.aborted ? "stopped" : "success";
  runs.unshift({
    runId: `run ${number}`,
    due,
    started: ended,
    ended,
    state,
    attempts: 1,
    current: true,
  });
  return `run ${state}`;
}

await schedule({
  cron: "0 9 * * MON",
  name: "sodai_mlops",
  once: scenario === "once",
  catchUp: "latest",
  pollMs: 60_000,
  runs: () => runs,
  look: () => "same",
  tick,
  onWake: (decision) => console.log(`wake: ${decision?.kind ?? "at work"}`),
  log: console.log,
});
console.log("stopped");
