/** Parts of other messages in Spanish. */
export const WORDS = {
  "words.and": "{first} y {others}",
  "words.or": "{first} o {others}",
  "words.range": "{from} a {to}",
  "words.signed": "{sign, select, minus {−} other {+}}{size, number, ::.000}",
};
