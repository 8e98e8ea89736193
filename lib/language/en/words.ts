/** Parts of other messages in English. */
export const WORDS = {
  "words.and": "{first} and {others}",
  "words.or": "{first} or {others}",
  "words.range": "{from} to {to}",
  "words.signed": "{sign, select, minus {−} other {+}}{size, number, ::.000}",
};
