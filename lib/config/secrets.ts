/**
 * The environment variables that may contain credentials. Programs that this one starts and that do
 * not need them get them empty.
 */
export const SECRET_VARIABLES = [
  "MLFLOW_TRACKING_URI",
  "MLFLOW_TRACKING_USERNAME",
  "MLFLOW_TRACKING_PASSWORD",
  "MLFLOW_TRACKING_TOKEN",
  "SODAI_NOTIFY_URL",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
] as const;

/**
 * What may be shown of an address: its protocol and host. User, password, path and query can be
 * credentials: the path of a webhook is one.
 *
 * @example
 * ```ts
 * import { redactUrl } from "./secrets.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(redactUrl("https://ana:pw@mlflow.example:8443/x?token=y"), "https://mlflow.example:8443");
 * assert.equal(redactUrl("ana:pw@mlflow.example"), "(not shown)");
 * ```
 */
export function redactUrl(address: string): string {
  const url = /^\s*[a-z][a-z\d+.-]*:\/\//i.test(address) ? URL.parse(address) : null;
  return url ? `${url.protocol}//${url.host}` : "(not shown)";
}

/** The parts of an address that are credentials: user, password, query and fragment. */
export function addressSecrets(address: string): string[] {
  const { username, password, search, searchParams, hash } = new URL(address);
  return [username, password, search.slice(1), ...searchParams.values(), hash.slice(1)];
}

/** Replaces secrets in a text, also where they are percent-encoded or the text shows them decoded. */
export function hideSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  const forms = secrets.flatMap((secret) =>
    secret ? [secret, percentDecoded(secret), encodeURIComponent(secret), encodeURI(secret)] : []
  );
  // the longest first: a secret may contain another
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST)
    .sort((a, b) => b.length - a.length)
    .reduce((hidden, form) => hidden.replaceAll(form, "(secret)"), text);
}

/** Shorter ones are ordinary syllables: to replace them would garble every message. */
const SHORTEST = 4;

/** A text without percent-encoding, or unchanged if it is not encoded rightly. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
