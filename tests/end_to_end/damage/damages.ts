import { basename, join } from "node:path";
import { random } from "../../../lib/stats/random.ts";

/** A file or link that a killed process, a full disk or a person left in an odd state. */
export interface Damage {
  /** The name that a message must have. */
  file: string;
  what: string;
  /** Damages it. */
  apply: (place: { outputs: string; run: string }) => void;
}

/** Files of a run and of the outputs folder that commands read. */
const FILES = [
  "run.json",
  "drift_report.json",
  "models/training_results.json",
  "models/study.journal",
  "models/model.arrow",
  "models/reference.parquet",
  "shap/interpretability_stats.json",
  "scores.parquet",
  "tracking/sent.json",
  "tracking/mlflow.jsonl",
];
const OF_OUTPUTS = [".lock.json", "rollbacks.json", "promotions.json"];

const encoder = new TextEncoder();

/** What is in the file afterwards. */
const CONTENTS: [string, (before: Uint8Array) => Uint8Array][] = [
  ["cut", (before) => before.slice(0, before.length >> 1)],
  ["empty", () => new Uint8Array()],
  ["binary", (before) => {
    const { uniform } = random(1, before.length);
    return Uint8Array.from({ length: 999 }, () => 256 * uniform());
  }],
  ["null", () => encoder.encode("null\n")],
  ["a number", () => encoder.encode("5\n")],
  ["a list of nothing", () => encoder.encode("[null]\n")],
  ["fields of other types", (before) => otherTypes(before)],
];

/** A JSON object with every field, one level down, of another type; otherwise `{}`. */
function otherTypes(before: Uint8Array): Uint8Array {
  const odd = (value: unknown) =>
    typeof value === "number" ? "many" : Array.isArray(value) ? {} : 7;
  let content: unknown = {};
  try {
    content = JSON.parse(new TextDecoder().decode(before));
  } catch {
    // not JSON
  }
  return encoder.encode(JSON.stringify(
    Object.fromEntries(Object.entries(content ?? {}).map(([name, value]) => [name, odd(value)])),
  ));
}

function rewritten(path: string, change: (before: Uint8Array) => Uint8Array): void {
  let before = new Uint8Array();
  try {
    before = Deno.readFileSync(path);
  } catch {
    // it may not be there yet
  }
  Deno.writeFileSync(path, change(before));
}

/** What `latest` is instead of a link to a run. */
const LATEST: [string, (latest: string, outputs: string) => void][] = [
  ["a link to ..", (latest) => Deno.symlinkSync("..", latest)],
  ["a link to itself", (latest) => Deno.symlinkSync("latest", latest)],
  ["a link to a file", (latest) => {
    Deno.writeTextFileSync(`${latest}.txt`, "");
    Deno.symlinkSync("latest.txt", latest);
  }],
  ["a link to runs", (latest) => Deno.symlinkSync("runs", latest)],
  ["a link elsewhere", (latest, outputs) => {
    const [{ name }] = [...Deno.readDirSync(join(outputs, "runs"))] as [Deno.DirEntry];
    const elsewhere = join(outputs, "..", "elsewhere", name);
    Deno.mkdirSync(elsewhere, { recursive: true });
    Deno.symlinkSync(elsewhere, latest);
  }],
  [
    "a link to a run that is gone",
    (latest) => Deno.symlinkSync("runs/2024-W01_20240101T090000Z", latest),
  ],
  ["a folder", (latest) => {
    Deno.mkdirSync(latest);
    Deno.writeTextFileSync(join(latest, "mine.txt"), "mine");
  }],
  ["a file", (latest) => Deno.writeTextFileSync(latest, "2024-W48")],
];

/** Every kind of damage of every file. */
export const DAMAGES: Damage[] = [
  ...FILES.flatMap((file) =>
    CONTENTS.map(([what, change]): Damage => ({
      file: basename(file),
      what,
      apply: ({ run }) => rewritten(join(run, file), change),
    }))
  ),
  ...OF_OUTPUTS.flatMap((file) =>
    CONTENTS.map(([what, change]): Damage => ({
      file,
      what,
      apply: ({ outputs }) => rewritten(join(outputs, file), change),
    }))
  ),
  ...LATEST.map(([what, make]): Damage => ({
    file: "latest",
    what,
    apply: ({ outputs }) => {
      Deno.removeSync(join(outputs, "latest"));
      make(join(outputs, "latest"), outputs);
    },
  })),
];
