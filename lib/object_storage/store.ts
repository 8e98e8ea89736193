import type { S3Client } from "@aws-sdk/client-s3";
import { createReadStream } from "node:fs";
import type { ObjectPath } from "./object_path.ts";
import { patiently } from "./patiently.ts";
import type { StorageSettings } from "./settings.ts";
import { codeOf, storageFault } from "./storage_fault.ts";

/** What is put: bytes, or the first `bytes` of a file. */
export type Body = Uint8Array | { file: string; bytes: number; sha256: string };

/** When an object is put only: it does not exist yet, or still has this tag. */
export type Condition = { absent: true } | { etag: string };

/** A connection on which nothing moves for this long is given up. */
const SILENCE_MS = 60_000;

/** An object as it was found, and what was read from it. */
export interface Found<T> {
  etag: string;
  value: T;
}

/** The objects under an `s3://` path; names are relative to it. */
export interface Store {
  readonly path: ObjectPath;
  /**
   * Gets an object.
   *
   * @param read reads its body, and again from the start if the connection breaks.
   * @param options.unlike the tag of a known version: `"unchanged"` if it still is that one.
   */
  get<T>(
    name: string,
    read: (body: ReadableStream<Uint8Array>) => Promise<T>,
    options?: { unlike?: string },
  ): Promise<Found<T> | "unchanged" | undefined>;
  /** Puts a whole object; returns its tag, or `undefined` if the condition does not hold. */
  put(name: string, body: Body, condition?: Condition): Promise<string | undefined>;
  /** The objects whose names begin like this, and when they were put: ms since 1970. */
  list(start: string): Promise<{ name: string; putMs: number }[]>;
  /** Removes an object, if it is there. */
  remove(name: string): Promise<void>;
}

/**
 * Opens a storage. Its client, the one that AWS maintains, is loaded here and not before (90 ms).
 *
 * Requests go to `ENDPOINT/BUCKET/KEY`, so that one host needs to be permitted. Checksums are
 * requested only where S3 requires them, because other services refuse the rest; a manifest has the
 * SHA-256 of every file.
 */
export async function openStore(path: ObjectPath, settings: StorageSettings): Promise<Store> {
  const s3 = await import("@aws-sdk/client-s3");
  const { accessKeyId, secretAccessKey, sessionToken, endpoint, region } = settings;
  const client: S3Client = new s3.S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // a stream can be sent once, so patiently() begins anew instead
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 10_000, socketTimeout: SILENCE_MS },
  });
  const target = (name: string) => ({
    Bucket: path.bucket,
    Key: [path.prefix, name].filter(Boolean).join("/"),
  });
  const send = <T>(doing: string, name: string, request: () => Promise<T>) =>
    patiently(request).catch((error) => {
      throw storageFault(error, { doing, url: `${path.url}/${name}`, settings }) ?? error;
    });
  return {
    path,
    get: (name, read, { unlike } = {}) =>
      send("read", name, async () => {
        try {
          const { ETag, Body } = await client.send(
            new s3.GetObjectCommand({
              ...target(name),
              ...(unlike === undefined ? {} : { IfNoneMatch: unlike }),
            }),
          );
          return { etag: ETag!, value: await read(Body!.transformToWebStream()) };
        } catch (error) {
          const { status, name: code } = codeOf(error);
          if (status === 304) return "unchanged";
          if (code === "NoSuchKey") return undefined;
          throw error;
        }
      }),
    put: (name, body, condition) =>
      send("write", name, async () => {
        try {
          const { ETag } = await client.send(
            new s3.PutObjectCommand({
              ...target(name),
              ...bodyOf(body),
              ...(condition === undefined
                ? {}
                : "absent" in condition
                ? { IfNoneMatch: "*" }
                : { IfMatch: condition.etag }),
            }),
          );
          return ETag!;
        } catch (error) {
          // 409: another conditional write is under way; 404: what should match was removed
          const { status, name: code } = codeOf(error);
          const isLost = condition && (status === 412 || status === 409 || code === "NoSuchKey");
          if (isLost) return undefined;
          throw error;
        }
      }),
    async list(start) {
      const found: { name: string; putMs: number }[] = [], { Bucket, Key: Prefix } = target(start);
      const skipped = Prefix.length - start.length;
      for (let ContinuationToken: string | undefined, more = true; more;) {
        const page = await send("list", start, () =>
          client.send(
            new s3.ListObjectsV2Command({
              Bucket,
              Prefix,
              ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
            }),
          ));
        for (const { Key = "", LastModified } of page.Contents ?? []) {
          found.push({ name: Key.slice(skipped), putMs: LastModified?.getTime() ?? Infinity });
        }
        ContinuationToken = page.NextContinuationToken;
        more = page.IsTruncated === true && ContinuationToken !== undefined;
      }
      return found;
    },
    remove: (name) =>
      send("remove", name, async () => {
        await client.send(new s3.DeleteObjectCommand(target(name)));
      }),
  };
}

function bodyOf(body: Body) {
  if (body instanceof Uint8Array) return { Body: body, ContentLength: body.length };
  const { file, bytes } = body;
  // a stream of nothing has no last byte to end at
  if (bytes === 0) return { Body: new Uint8Array(), ContentLength: 0 };
  return { Body: createReadStream(file, { end: bytes - 1 }), ContentLength: bytes };
}
