import assert from "node:assert/strict";
import { join } from "node:path";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { writeRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { holdAsRemote } from "../../../tasks/launch/hold_as_remote.ts";
import { certificates, openStorage, withValue } from "../../../tasks/launch/object_storage.ts";
import { recordStamps } from "../../../tasks/launch/record_stamps.ts";
import { command, outcome } from "../../end_to_end/world.ts";
import { sampleFolder } from "../../tracking/sample_run.ts";

const REMOTE = "s3://sales/outputs";

Deno.test("without s3:// paths, no variable of a storage is read", async () => {
  const read: string[] = [];
  const environment = (name: string) => void read.push(name) as undefined;
  const calls: [string, string[]][] = [
    ["pipeline", ["--data-dir", "s3", "--outputs-dir=./s3:/x"]],
    ["runs", []],
    ["demo", []],
    ["pipeline", ["--help", "--outputs-dir", REMOTE]],
  ];
  for (const [name, args] of calls) {
    assert.equal(await openStorage(name, args, environment), undefined);
  }
  assert.deepEqual(read.filter((name) => !name.startsWith("SODAI_")), []);
});

Deno.test("commands that need folders of this machine refuse s3:// paths in one message", async () => {
  const cases: [string, string[], RegExp][] = [
    ["demo", [], /^deno task demo: expected a folder of this machine, found an s3:\/\/ path\nName/],
    ["schedule", [], /^deno task schedule: expected --once with s3:\/\/ paths, found none\nStart/],
    ["lab", [], /^deno task lab: expected folders of this machine, found s3:\/\/sales\/outputs\nC/],
    ["runs", [], /^An s3:\/\/ path: expected the keys of the storage in AWS_ACCESS_KEY_ID and /],
  ];
  for (const [name, args, message] of cases) {
    const { code, stdout, stderr } = await outcome(
      command(name, [...args, "--outputs-dir", REMOTE], { AWS_ACCESS_KEY_ID: "" }),
    );
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, message);
    assert.equal(stderr.split("\n").length, 3);
  }
});

Deno.test("data and outputs may be under one s3:// path: each flag gets its own folder", () => {
  const args = ["--data-dir", REMOTE, `--outputs-dir=${REMOTE}`, "--resume"];
  const outputs = withValue(args, "--outputs-dir", "/a");
  assert.deepEqual(outputs, ["--data-dir", REMOTE, "--outputs-dir=/a", "--resume"]);
  assert.deepEqual(withValue(outputs, "--data-dir", "/b"), [
    ...["--data-dir", "/b", "--outputs-dir=/a", "--resume"],
  ]);
});

Deno.test("additional certificates are passed on as Deno's own, never as Node's", () => {
  const of = (variables: Record<string, string>) => certificates((name) => variables[name]);
  assert.deepEqual(of({}), { NODE_EXTRA_CA_CERTS: "" });
  const node = { NODE_EXTRA_CA_CERTS: "/n.pem" }, aws = { AWS_CA_BUNDLE: "/a.pem" };
  assert.deepEqual(of(node), { NODE_EXTRA_CA_CERTS: "", DENO_CERT: "/n.pem" });
  assert.equal(of({ ...node, ...aws })["DENO_CERT"], "/a.pem");
  assert.equal(of({ ...node, ...aws, DENO_CERT: "/d.pem" })["DENO_CERT"], "/d.pem");
});

Deno.test("a run of another machine is shown in progress while that holds the lock", () => {
  using sample = sampleFolder();
  const { outputsDir, folder, run } = sample, { run_id } = run;
  writeRunRecord(folder, { ...run, state: "running", ended: null });
  const isAlive = () => listRuns(outputsDir)[0]!.alive;
  assert.equal(isAlive(), false);
  const holder = { host: "other", pid: 7, started: "2024-11-25T09:00:00Z" };
  assert.equal(holdAsRemote(outputsDir, undefined), undefined);
  {
    using _other = holdAsRemote(outputsDir, { ...holder, run_id: "2024-W01_20240101T090000Z" });
    assert.equal(isAlive(), false);
  }
  {
    using _held = holdAsRemote(outputsDir, { ...holder, run_id });
    assert.equal(isAlive(), true);
  }
  assert.equal(isAlive(), false);
});

Deno.test("recordStamps() changes whenever a run.json does", () => {
  using sample = sampleFolder();
  const { outputsDir, folder, run } = sample;
  const before = recordStamps(outputsDir);
  assert.equal(recordStamps(outputsDir), before);
  Deno.writeTextFileSync(join(folder, "other.json"), "{}");
  assert.equal(recordStamps(outputsDir), before);
  writeRunRecord(folder, { ...run, state: "failed" });
  assert.notEqual(recordStamps(outputsDir), before);
  assert.equal(recordStamps(join(outputsDir, "none")), "");
});
