import assert from "node:assert/strict";
import { isObjectPath, parseObjectPath } from "../../lib/object_storage/object_path.ts";
import { hostOf, storageSettings } from "../../lib/object_storage/settings.ts";

const of = (variables: Record<string, string>) => (name: string) => variables[name];
const KEYS = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };

Deno.test("parseObjectPath() reads bucket and folder, and refuses other texts", () => {
  const cases: [string, string, string][] = [
    ["s3://sales", "sales", ""],
    ["s3://sales/", "sales", ""],
    ["s3://my.bucket-2/a/b c/", "my.bucket-2", "a/b c"],
  ];
  for (const [text, bucket, prefix] of cases) {
    assert.deepEqual(parseObjectPath(text, "x"), {
      url: text.replace(/\/$/, ""),
      bucket,
      prefix,
    });
  }
  for (const wrong of ["s3:/sales", "s3://", "s3://Sales", "s3://sales/a//b", "s3://sales/../x"]) {
    assert.ok(isObjectPath(wrong));
    assert.throws(
      () => parseObjectPath(wrong, "--data-dir"),
      (error: Error) =>
        error.message.startsWith(
          `--data-dir: expected a path such as s3://bucket/folder, found ${wrong}\n`,
        ),
    );
  }
  for (const folder of ["outputs", "/s3:/x", "./s3:x", undefined]) assert.ok(!isObjectPath(folder));
});

Deno.test("storageSettings() names the service of AWS by region, or another one", () => {
  const aws = storageSettings(of({ ...KEYS, AWS_REGION: "eu-south-2" }));
  assert.deepEqual(aws, {
    endpoint: "https://s3.eu-south-2.amazonaws.com",
    region: "eu-south-2",
    accessKeyId: "key",
    secretAccessKey: "secret",
  });
  assert.equal(hostOf(aws), "s3.eu-south-2.amazonaws.com:443");
  const other = storageSettings(of({
    ...KEYS,
    AWS_SESSION_TOKEN: "token",
    AWS_ENDPOINT_URL: "http://x",
    AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9000/",
  }));
  assert.deepEqual(
    [other.endpoint, other.region, other.sessionToken],
    ["http://127.0.0.1:9000", "us-east-1", "token"],
  );
  assert.equal(hostOf(other), "127.0.0.1:9000");
});

Deno.test("storageSettings() names the variable that is missing or wrong, not its value", () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{}, /found no AWS_ACCESS_KEY_ID and no AWS_SECRET_ACCESS_KEY\.\n/],
    [{ AWS_ACCESS_KEY_ID: "key", AWS_REGION: "x" }, /found no AWS_SECRET_ACCESS_KEY\.\nSet/],
    [KEYS, /expected the region of the bucket in AWS_REGION, .* found neither\.\n/],
    [{ ...KEYS, AWS_ENDPOINT_URL: "http://ana:pw@host" }, /^AWS_ENDPOINT_URL: .* not shown\nKeys/],
    [{ ...KEYS, AWS_ENDPOINT_URL: "host:9000" }, /^AWS_ENDPOINT_URL: expected an address/],
  ];
  for (const [variables, message] of cases) {
    assert.throws(() => storageSettings(of(variables)), (error: Error) => {
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /pw|secret\b/);
      return true;
    });
  }
});
