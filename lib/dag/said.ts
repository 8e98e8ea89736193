import { z } from "zod";
import { english } from "../language/english.ts";
import type { Message, MessageValue, Said } from "../language/message.ts";
import { isMessageKey, type Translator } from "../language/messages.ts";
import { closedPercents } from "../language/percent_signs.ts";
import { visibleText } from "./terminal/visible_text.ts";

/** The messages behind the texts of a run. What a file has under this name may be anything. */
export interface SaidInRun {
  messages?: Record<string, unknown>;
}

const VALUE: z.ZodType<MessageValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.array(VALUE), MESSAGE])
);
const MESSAGE: z.ZodType<Message> = z.object({
  key: z.string().refine(isMessageKey),
  values: z.record(z.string(), VALUE).exactOptional(),
});

/** The English text of a message, which is kept in the run: pages say it in other languages. */
export function say(run: SaidInRun, said: Said): string {
  const text = visibleText(english(said));
  if (typeof said !== "string") run.messages = { ...messagesOf(run), [text]: said };
  return text;
}

/** The message behind a text of a run, or the text if there is none, as in runs before 0.3.0. */
export function saidIn(run: SaidInRun, text: string): Said {
  const messages = messagesOf(run);
  const found = Object.hasOwn(messages, text) ? MESSAGE.safeParse(messages[text]) : undefined;
  return found?.data ?? text;
}

/** Translates the texts of a run; those without a message, or a damaged one, stay in English. */
export function wordsOf(
  run: SaidInRun,
  { language, t }: Pick<Translator, "language" | "t">,
): (text: string) => string {
  return (text) => {
    if (language === "en") return closedPercents(text);
    const said = saidIn(run, text);
    if (typeof said === "string") return said;
    try {
      return visibleText(t(said.key, said.values));
    } catch {
      return text; // it lacks a value: the file was changed
    }
  };
}

/** The messages whose texts the run still has, sorted: a resumed run has those of any other. */
export function usedMessages(run: SaidInRun): SaidInRun {
  const { messages: _, ...rest } = run, used = new Set(textsIn(rest));
  const kept = Object.entries(messagesOf(run)).filter(([text]) => used.has(text));
  return kept.length === 0 ? {} : { messages: Object.fromEntries(kept.sort()) };
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function messagesOf({ messages }: SaidInRun): Record<string, unknown> {
  return typeof messages === "object" && messages !== null ? messages : {};
}
