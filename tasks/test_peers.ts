import { runCommand } from "./command.ts";
import { peerPython } from "./peers.ts";
import { versitygw } from "./versitygw.ts";

await runCommand({
  name: "test:peers",
  summary:
    "Tests against scikit-learn, scipy, shap, Optuna, MLflow, nbclient, JupyterLab, Airflow and an S3-compatible server; installs them.",
  parameters: [],
}, async () => {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--quiet", "tests/oracles/"],
    env: {
      SODAI_PYTHON: await peerPython(),
      SODAI_AIRFLOW_PYTHON: await peerPython("airflow"),
      SODAI_VERSITYGW: await versitygw(),
    },
  }).spawn().status;
  Deno.exit(code);
});
