import type { EN } from "./en/en.ts";

/** The name of a message. */
export type MessageKey = keyof typeof EN;

/** What a place in a message is filled with; the parts of a list are joined by commas. */
export type MessageValue = string | number | Message | readonly MessageValue[];

/** What a message is filled with, by name. */
export type MessageValues = Record<string, MessageValue>;

/** A sentence as data, plain JSON: it is said in the language of whoever reads it. */
export interface Message {
  /** Its name in the catalogues. */
  key: MessageKey;
  /** What it is filled with. */
  values?: MessageValues;
}

/** A message, or a text that is English for every reader, such as that of an error. */
export type Said = string | Message;
