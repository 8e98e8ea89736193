import { faultOf } from "../system_error.ts";
import { UserError } from "../user_error.ts";
import { hostOf, type StorageSettings } from "./settings.ts";

/** The parts of an error of the client that say what went wrong. */
interface Code {
  /** Of S3, such as `NoSuchBucket`. */
  name?: string;
  /** Of the network, such as `ECONNREFUSED`. */
  code?: string;
  /** Of HTTP; none if there was no answer. */
  status?: number;
}

/** Reads those parts. */
export function codeOf(error: unknown): Code {
  if (!(error instanceof Error)) return {};
  const { name, code, $metadata } = error as Error & {
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  return {
    name,
    ...(typeof code === "string" ? { code } : {}),
    ...(status === undefined ? {} : { status }),
  };
}

/**
 * An error of the client as one that the user can fix; `undefined` for any other error: of the working
 * folder, or a bug. The exit status is 2 for a wrong call, and 1 for a service that fails.
 */
export function storageFault(
  error: unknown,
  { doing, url, settings }: { doing: string; url: string; settings: StorageSettings },
): UserError | undefined {
  // of the working folder
  if (error instanceof Error && faultOf(error)) return undefined;
  const { name = "", code, status } = codeOf(error), host = hostOf(settings);
  const bucket = url.split("/")[2];
  const fault = (found: string, remedy: string, exitStatus: 1 | 2 = 2) =>
    new UserError(`Cannot ${doing} ${url}: ${found}.\n${remedy}`, exitStatus, { cause: error });
  if (name === "NoSuchBucket") {
    return fault(
      `expected a bucket named ${bucket} at ${host}, found none`,
      "Correct the path or AWS_ENDPOINT_URL, or create the bucket.",
    );
  }
  if (["InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken"].includes(name)) {
    return fault(
      `expected keys that ${host} knows, found others (${name})`,
      "Correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN of temporary keys.",
    );
  }
  if (name === "ExpiredToken" || name === "RequestTimeTooSkewed") {
    return fault(
      `expected keys that are valid now, found ${name} at ${host}`,
      "Renew the temporary keys, and check the clock of this machine.",
    );
  }
  if (status === 301 || status === 307 || name === "AuthorizationHeaderMalformed") {
    return fault(
      `expected a bucket of the region ${settings.region}, found one of another`,
      "Correct AWS_REGION.",
    );
  }
  if (status === 401 || status === 403) {
    return fault(
      `expected the right to ${doing} it, found none (${name})`,
      `Give these keys the right to list, get, put and delete objects in ${bucket}, or use other keys.`,
    );
  }
  if (status !== undefined && (status >= 500 || status === 429)) {
    return fault(
      `expected an answer of ${host}, found ${status} ${name} at every try`,
      "Try again later, or correct AWS_ENDPOINT_URL.",
      1,
    );
  }
  if (status !== undefined) {
    return fault(
      `expected an answer of S3 from ${host}, found ${status} ${name}`,
      "Check the path and AWS_ENDPOINT_URL.",
    );
  }
  if (code && /CERT|LEAF_SIGNATURE/.test(code)) {
    return fault(
      `expected a certificate that this machine trusts at ${host}, found ${code}`,
      "Name the file of its authority in AWS_CA_BUNDLE, or correct AWS_ENDPOINT_URL.",
    );
  }
  if (code === undefined && name !== "TimeoutError") return undefined;
  return fault(
    `expected a service at ${host}, found ${code ?? name}`,
    "Start the service, or correct AWS_ENDPOINT_URL: http or https, host and port.",
  );
}
