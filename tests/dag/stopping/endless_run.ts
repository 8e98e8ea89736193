/** A run whose task does not end by itself: `endless_run.ts OUTPUTS_DIR HOW [RESUME]`. */
import { runDag } from "../../../lib/dag/run_dag.ts";
import { StoppedBySignal, stopSignals } from "../../../lib/dag/stopping/stop_signals.ts";
import type { TaskContext } from "../../../lib/dag/task_context.ts";
import { cancellationPoint } from "../../../lib/workers/cancellation.ts";
import { header, RUN_ID } from "../fixtures.ts";

const FOR_EVER_MS = 60_000;

/** Tasks by how they behave when they are to stop. */
export const ENDLESS: Record<string, () => Promise<void>> = {
  "computes without a pause": () => {
    for (const end = Date.now() + FOR_EVER_MS; Date.now() < end;);
    return Promise.resolve();
  },
  "waits for something": () => new Promise((resolve) => setTimeout(resolve, FOR_EVER_MS)),
  "computes with pauses": async () => {
    while (true) await cancellationPoint();
  },
  "blocks this thread": () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FOR_EVER_MS);
    return Promise.resolve();
  },
};

if (import.meta.main) {
  const [outputsDir, how] = Deno.args as [string, string];
  await using stop = await stopSignals();
  const { error } = await runDag({
    id: "d",
    tasks: [{
      id: "a",
      after: [],
      async run({ publish }: TaskContext) {
        await publish("first.csv", "rows");
        console.log("at work");
        // the line is written before the thread is blocked
        await new Promise((resolve) => setTimeout(resolve, 10));
        await ENDLESS[how]!();
      },
    }, { id: "b", after: ["a"], run: () => Promise.resolve() }],
  }, { outputsDir, runId: RUN_ID, header, signal: stop.signal, context: (task) => task });
  if (error instanceof StoppedBySignal) Deno.exit(error.exitStatus);
}
