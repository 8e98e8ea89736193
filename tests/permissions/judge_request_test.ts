import assert from "node:assert/strict";
import { judgeRequest } from "../../lib/permissions/judge_request.ts";
import type { Permissions } from "../../lib/permissions/permissions.ts";

const PERMISSIONS: Partial<Permissions> = {
  read: ["/data", "/project"],
  write: ["/scratch"],
  ffi: ["/project/node_modules"],
  net: ["127.0.0.1:20001"],
  env: ["TERM"],
  sys: ["cpus"],
};

const ALLOWED: [string, string][] = [
  ["read", "/data"],
  ["read", "/data/clientes.parquet"],
  ["read", "/data/a/../b"],
  ["read", "/data/..name"],
  ["read", "file:///project/lib/mod.ts"],
  ["read", "file:///project/with%20space.ts"],
  ["write", "/scratch/x"],
  ["ffi", "/project/node_modules/a.node"],
  ["net", "127.0.0.1:20001"],
  ["env", "TERM"],
  ["sys", "cpus"],
];

const DENIED: [string, string | null][] = [
  ["read", "/etc/passwd"],
  ["read", "/data2/x"],
  ["read", "/dat"],
  ["read", "/data/../etc/passwd"],
  ["read", "/"],
  ["read", "file:///etc/passwd"],
  ["read", "file:///data/%2e%2e/etc/passwd"],
  ["read", "data/clientes.parquet"],
  ["read", ""],
  ["read", null],
  ["write", "/data/clientes.parquet"],
  ["write", null],
  ["ffi", "/lib/libc.so.6"],
  ["net", "127.0.0.1:2000"],
  ["net", "127.0.0.1"],
  ["net", "example.com:20001"],
  ["env", "HOME"],
  ["env", null],
  ["sys", "osRelease"],
  ["run", "/bin/sh"],
  ["run", null],
  ["import", "example.com:443"],
  ["constructor", "x"],
];

Deno.test("judgeRequest() allows what is granted", () => {
  for (const [permission, value] of ALLOWED) {
    const answer = judgeRequest({ id: 7, permission, value }, PERMISSIONS);
    assert.deepEqual(answer, { id: 7, result: "allow" }, `${permission} ${value}`);
  }
});

Deno.test("judgeRequest() denies all else, and says what", () => {
  for (const [permission, value] of DENIED) {
    const { result, reason } = judgeRequest({ id: 8, permission, value }, PERMISSIONS);
    assert.equal(result, "deny", `${permission} ${value}`);
    assert(reason!.startsWith(`Requires ${permission} access`));
    assert(value === null || reason!.includes(value));
  }
});
