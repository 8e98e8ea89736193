import { SHOWN_FOLDERS } from "../../lib/config/shown_folder.ts";
import { type Permissions, SYSTEM_FACTS } from "../../lib/permissions/permissions.ts";
import { withTarget } from "../../lib/permissions/with_target.ts";

/** Where a command works, and what it may call. */
export interface Places {
  /** The folder of deno.json. */
  project: string;
  /** The folder of the input files. */
  data: string;
  /** The folder of runs. */
  outputs: string;
  /** A folder for temporary files of this command. */
  scratch: string;
  /** Ports of this machine for kernels. */
  ports: number[];
  /** This Deno. */
  deno: string;
  /** The program of `--on-exit`. */
  program?: string | undefined;
  /** Host and port of the MLflow server. */
  mlflow?: string | undefined;
}

/** The variables that all commands read. */
const COMMON = [
  ...["SODAI_DATA_DIR", "SODAI_OUTPUTS_DIR", "SODAI_NOTIFY_URL", "SODAI_KERNEL_PORTS"],
  ...["SODAI_MACHINE_MEMORY", SHOWN_FOLDERS],
  // the language of pages, lists and the summary
  ...["LC_ALL", "LC_MESSAGES", "LANG"],
  ...["NO_COLOR", "TERM", "POLARS_FMT_MAX_ROWS"],
];

/** The variables of MLflow's own client, and the name of the user. */
const OF_MLFLOW = [
  ...["MLFLOW_TRACKING_URI", "MLFLOW_EXPERIMENT_NAME", "MLFLOW_TRACKING_USERNAME"],
  ...["MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN", "USER", "LOGNAME", "USERNAME"],
];

type Need = (places: Places) => Partial<Permissions>;

/** Reads the data and the outputs, and computes with polars. */
const computes: Need = ({ project, data, outputs }) => ({
  read: [project, data, outputs],
  ffi: [`${project}/node_modules`],
  env: COMMON,
  sys: SYSTEM_FACTS,
});

/** The same, and writes runs with reports, whose notebooks run in kernels. */
const runs: Need = (places) => {
  const { outputs, scratch, ports, deno } = places;
  const base = computes(places);
  return {
    ...base,
    read: [...base.read!, scratch],
    write: [outputs, scratch],
    net: ports.map((port) => `127.0.0.1:${port}`),
    // kernels, and what needs permissions of its own
    run: [deno],
  };
};

/** The same, and tells others about a run. Alerts and MLflow get a Deno with one host. */
const runsAndTells: Need = (places) => {
  const base = runs(places);
  const { program } = places;
  return {
    ...base,
    run: program === undefined ? base.run! : [...base.run!, program],
    env: [...COMMON, ...OF_MLFLOW],
  };
};

/** The permissions of `track`: runs, and one host. */
export function trackPermissions(outputs: string, host?: string): Partial<Permissions> {
  return {
    read: [outputs],
    write: [outputs],
    net: host === undefined ? [] : [host],
    env: [...COMMON, ...OF_MLFLOW],
  };
}

/** What each command needs. */
const NEEDS: Record<string, Need> = {
  pipeline: runsAndTells,
  stage: runsAndTells,
  schedule: runsAndTells,
  demo: runs,
  report: runs,
  evaluate: (places) => ({ ...computes(places), write: [places.outputs] }),
  explain: computes,
  runs: ({ project, outputs, deno }) => ({
    // the fonts of figures
    read: [project, outputs],
    write: [outputs],
    // it makes the link `latest`
    run: [deno],
    env: COMMON,
  }),
  track: ({ outputs, mlflow }) => trackPermissions(outputs, mlflow),
};

/** The names of the commands that start with few permissions. */
export const CONFINED = Object.keys(NEEDS);

/**
 * The permissions of a command: what it needs in these places, with the targets of links, and
 * nothing else.
 *
 * @param command its name, one of `CONFINED`.
 */
export function commandPermissions(command: string, places: Places): Partial<Permissions> {
  const needs = NEEDS[command]!(places);
  const libraries = withTarget(`${places.project}/node_modules`);
  return {
    ...needs,
    read: [...needs.read!.flatMap(withTarget), ...(needs.ffi ? libraries : [])],
    ...(needs.write ? { write: needs.write.flatMap(withTarget) } : {}),
    ...(needs.ffi ? { ffi: libraries } : {}),
  };
}
