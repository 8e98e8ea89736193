/** Shows a run that continues until it is interrupted. */
import { liveView } from "../../../lib/dag/terminal/live_view.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import { StoppedBySignal, stopSignals } from "../../../lib/dag/stopping/stop_signals.ts";
import { outputsFolder } from "../fixtures.ts";

const outputs = outputsFolder();
globalThis.addEventListener("unload", () => outputs[Symbol.dispose]());
const { signal } = await stopSignals();
const run = () => new Promise<void>((resolve) => setTimeout(resolve, 60_000));
const { error } = await runDag({ id: "d", tasks: [{ id: "a", after: [], run }] }, {
  ...outputs.options,
  context: () => ({}),
  signal,
  reporter: liveView({
    write: (text) => Deno.stdout.writeSync(new TextEncoder().encode(text)),
    size: () => ({ columns: 80, rows: 24 }),
    color: true,
  }),
});
if (error instanceof StoppedBySignal) Deno.exit(error.exitStatus);
