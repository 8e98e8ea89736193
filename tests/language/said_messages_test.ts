import assert from "node:assert/strict";
import { english } from "../../lib/language/english.ts";
import type { Message, MessageValue } from "../../lib/language/message.ts";
import { CATALOGUES, translator } from "../../lib/language/messages.ts";
import { MESSAGES } from "./sample_messages.ts";

// every sentence in both languages, to read; renew with `-- --renew`
const GOLDEN = new URL("./said_messages.json", import.meta.url);

/** Kinds of messages that a run records. */
const RECORDED = /^(data|unusual|check|training|contest|drift|task|run|wait|words)\./;

/** The names of a message and of those in it. */
function keysIn(value: MessageValue): string[] {
  if (typeof value !== "object") return [];
  if (!("key" in value)) return value.flatMap(keysIn);
  return [value.key, ...Object.values(value.values ?? {}).flatMap(keysIn)];
}

Deno.test("there is a sample of each message that a run records", () => {
  const sampled = new Set(MESSAGES.flatMap(keysIn));
  const recorded = Object.keys(CATALOGUES.en).filter((name) => RECORDED.test(name));
  assert.deepEqual(recorded.filter((name) => !sampled.has(name)), []);
});

Deno.test("every message is said in both languages, with its values", () => {
  const { t } = translator("es");
  const texts = MESSAGES.map((message: Message) => ({
    en: english(message),
    es: t(message.key, message.values),
  }));
  if (Deno.args.includes("--renew")) {
    Deno.writeTextFileSync(GOLDEN, JSON.stringify(texts, null, 2) + "\n");
  }
  assert.deepEqual(texts, JSON.parse(Deno.readTextFileSync(GOLDEN)));
  for (const { en, es } of texts) {
    assert.notEqual(es, en);
    assert.doesNotMatch(en + es, /[{}]|NaN|undefined|\[object/);
  }
});

Deno.test("a text without a message is as it is", () => {
  assert.equal(
    english("Cannot write /x: {the disk} is full"),
    "Cannot write /x: {the disk} is full",
  );
});
