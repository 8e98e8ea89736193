import assert from "node:assert/strict";
import { patiently } from "../../lib/object_storage/patiently.ts";
import { storageFault } from "../../lib/object_storage/storage_fault.ts";

const answer = (status: number, name: string) =>
  Object.assign(new Error("x"), { name, $metadata: { httpStatusCode: status } });
const network = (code: string) => Object.assign(new Error("x"), { code });

Deno.test("patiently() waits for a service that is away, and for nothing else", async () => {
  const cases: [Error, number][] = [
    [answer(503, "SlowDown"), 3],
    [answer(500, "InternalError"), 3],
    [answer(429, "TooManyRequests"), 3],
    [network("ECONNREFUSED"), 3],
    [network("ECONNRESET"), 3],
    [answer(403, "AccessDenied"), 1],
    [answer(404, "NoSuchBucket"), 1],
    [answer(501, "NotImplemented"), 1],
    [new TypeError("a bug"), 1],
  ];
  for (const [error, expected] of cases) {
    let tries = 0;
    const work = () => {
      tries++;
      return Promise.reject(error);
    };
    await assert.rejects(patiently(work, [1, 1]), error);
    assert.equal(tries, expected, `${error.name} ${error.message}`);
  }
  let away = 2;
  const back = () => away-- > 0 ? Promise.reject(network("ECONNREFUSED")) : Promise.resolve("here");
  assert.equal(await patiently(back, [1, 1]), "here");
});

Deno.test("storageFault() says what was expected and found, and is no cover for a bug", () => {
  const settings = { endpoint: "http://s:9000", region: "r", accessKeyId: "", secretAccessKey: "" };
  const of = (error: Error) =>
    storageFault(error, { doing: "read", url: "s3://sales/out/x", settings });
  const cases: [Error, number, RegExp][] = [
    [answer(404, "NoSuchBucket"), 2, /expected a bucket named sales at s:9000, found none/],
    [answer(403, "SignatureDoesNotMatch"), 2, /expected keys that s:9000 knows, found others/],
    [answer(400, "ExpiredToken"), 2, /expected keys that are valid now/],
    [answer(301, "PermanentRedirect"), 2, /expected a bucket of the region r, .*\nCorrect AWS_REG/],
    [answer(403, "AccessDenied"), 2, /expected the right to read it, found none \(AccessDenied\)/],
    [answer(503, "SlowDown"), 1, /expected an answer of s:9000, found 503 SlowDown at every try/],
    [answer(400, "EntityTooLarge"), 2, /found 400 EntityTooLarge/],
    [network("ENOTFOUND"), 2, /expected a service at s:9000, found ENOTFOUND\.\nStart/],
    [network("ERR_SSL_WRONG_VERSION_NUMBER"), 2, /URL: http or https, host and port\.$/],
    [network("DEPTH_ZERO_SELF_SIGNED_CERT"), 2, /a certificate .*\nName .* in AWS_CA_BUNDLE, or/],
    [network("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), 2, /a certificate that this machine trusts at s:/],
  ];
  for (const [error, exitStatus, message] of cases) {
    const found = of(error)!;
    assert.equal(found.exitStatus, exitStatus, error.name);
    assert.match(
      found.message,
      /^Cannot read s3:\/\/sales\/out\/x: expected .*, found .*\.\n.*\.$/,
    );
    assert.match(found.message, message);
  }
  assert.equal(of(new TypeError("a bug")), undefined);
  assert.equal(of(network("ENOSPC")), undefined);
});
