import { createHmac, randomUUID } from "node:crypto";
import type { Frames } from "./zmtp.ts";

/** A message of the Jupyter protocol, without its routing and signature. */
export interface JupyterMessage {
  type: string;
  id: string;
  /** The `msg_id` of its request; empty for a request. */
  parentId: string;
  // deno-lint-ignore no-explicit-any -- each message type has its own content
  content: any;
}

const DELIMITER = "<IDS|MSG>";

/**
 * The first bytes of every published message: the frame of the delimiter and the start of the
 * signature's frame. JSON text never contains them, because it escapes the byte 1.
 */
export const PUBLISHED_HEAD: Uint8Array = new TextEncoder().encode(`\x01\x09${DELIMITER}\x01\x40`);

/** A new request, unsigned. */
export function request(type: string, content: Record<string, unknown>): JupyterMessage {
  return { type, id: randomUUID(), parentId: "", content };
}

/**
 * The frames of a message, signed with HMAC-SHA256 over header, parent header, metadata and content.
 *
 * Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html (version 5.3).
 */
export function encodeMessage(message: JupyterMessage, key: string, session: string): Frames {
  const header = {
    msg_id: message.id,
    msg_type: message.type,
    session,
    username: "sodai",
    date: new Date().toISOString(),
    version: "5.3",
  };
  const parts = [header, {}, {}, message.content].map((part) => JSON.stringify(part));
  return [DELIMITER, sign(parts, key), ...parts].map((part) => new TextEncoder().encode(part));
}

/**
 * Decodes a message from its frames.
 *
 * @throws Error if they are not a message, or not signed with this key.
 */
export function decodeMessage(frames: Frames, key: string): JupyterMessage {
  const texts = frames.map((frame) => new TextDecoder().decode(frame));
  const start = texts.indexOf(DELIMITER);
  const parts = texts.slice(start + 2, start + 6);
  if (start < 0 || parts.length < 4) {
    throw new Error("expected a Jupyter message, found other frames");
  }
  if (texts[start + 1] !== sign(parts, key)) {
    throw new Error(
      "expected a Jupyter message signed with this kernel's key, found another signature",
    );
  }
  const [header, parent, , content] = parts.map((part) => JSON.parse(part));
  return {
    type: header.msg_type,
    id: header.msg_id,
    parentId: parent.msg_id ?? "",
    content,
  };
}

function sign(parts: string[], key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
