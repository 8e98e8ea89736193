/** Shows a run that ends. */
import { liveView } from "../../../lib/dag/terminal/live_view.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import { outputsFolder } from "../fixtures.ts";

using outputs = outputsFolder();
await runDag({ id: "d", tasks: [{ id: "a", after: [], run: () => Promise.resolve() }] }, {
  ...outputs.options,
  context: () => ({}),
  reporter: liveView({
    write: (text) => Deno.stdout.writeSync(new TextEncoder().encode(text)),
    size: () => ({ columns: 80, rows: 24 }),
    color: true,
  }),
});
