import { UserError } from "../user_error.ts";

/** How a storage is reached. */
export interface StorageSettings {
  /** Address of the service, such as `https://s3.eu-south-2.amazonaws.com`. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Only with temporary keys. */
  sessionToken?: string;
}

/** The region of services that have none. */
const ANY_REGION = "us-east-1";

/**
 * Reads the settings from the variables that other programs for S3 use.
 *
 * @throws UserError if a variable is missing or invalid.
 */
export function storageSettings(
  environment: (name: string) => string | undefined,
): StorageSettings {
  const read = (name: string) => environment(name)?.trim() || undefined;
  const accessKeyId = read("AWS_ACCESS_KEY_ID"), secretAccessKey = read("AWS_SECRET_ACCESS_KEY");
  const missing = [
    ...(accessKeyId === undefined ? ["AWS_ACCESS_KEY_ID"] : []),
    ...(secretAccessKey === undefined ? ["AWS_SECRET_ACCESS_KEY"] : []),
  ];
  if (missing.length > 0) {
    throw new UserError(
      `An s3:// path: expected the keys of the storage in AWS_ACCESS_KEY_ID and ` +
        `AWS_SECRET_ACCESS_KEY, found no ${missing.join(" and no ")}.\n` +
        "Set the variables, and AWS_SESSION_TOKEN with temporary keys.",
    );
  }
  const given = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"].find((name) => read(name));
  const region = read("AWS_REGION") ?? read("AWS_DEFAULT_REGION");
  if (given === undefined && region === undefined) {
    throw new UserError(
      "An s3:// path: expected the region of the bucket in AWS_REGION, or the address of another " +
        "service than AWS in AWS_ENDPOINT_URL, found neither.\n" +
        "Set one, such as AWS_REGION=eu-south-2",
    );
  }
  const sessionToken = read("AWS_SESSION_TOKEN");
  return {
    endpoint: given === undefined
      ? `https://s3.${region}.amazonaws.com`
      : checkedEndpoint(given, read(given)!),
    region: region ?? ANY_REGION,
    accessKeyId: accessKeyId!,
    secretAccessKey: secretAccessKey!,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

function checkedEndpoint(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && url.username === "" &&
    url.password === "" && url.search === "" && url.hash === "";
  if (isPlain) return text.replace(/\/+$/, "");
  // it may have a password
  throw new UserError(
    `${name}: expected an address such as https://storage.example:9000 without keys in it, found ` +
      "something else, which is not shown\nKeys belong into AWS_ACCESS_KEY_ID and " +
      "AWS_SECRET_ACCESS_KEY.",
  );
}

/** Host and port of the service, as a permission names them. */
export function hostOf({ endpoint }: Pick<StorageSettings, "endpoint">): string {
  const { hostname, port, protocol } = new URL(endpoint);
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}
