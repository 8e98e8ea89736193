import type { Translator } from "../../language/messages.ts";
import type { Id } from "../../table/ids.ts";
import type { CallList, Past, PastProduct, Reason } from "./call_list.ts";

/** From this share of the weeks on, a product is bought "almost every week": seven of eight. */
const OFTEN = 0.85;

/** The name of a product with its id: several may have the same name. */
export function productLabel(product: Id, { products }: Pick<CallList, "products">): string {
  const id = String(product), name = products[product]?.name ?? id;
  return name === id ? id : `${name} (${id})`;
}

/** A reason as a sentence part, in the language of the translator. */
export function reasonText(
  reason: Reason,
  { t, percent }: Translator,
  { products }: Pick<CallList, "products">,
): string {
  const { kind, ...values } = reason;
  switch (kind) {
    case "variant": {
      const { product, since, same } = values as Extract<Reason, { kind: "variant" }>;
      return t("reason.variant", {
        since,
        product: productLabel(product, { products }),
        same: same ? "yes" : "no",
      });
    }
    case "alike":
    case "popular": {
      const { share, before } = values as { share: number; before?: number };
      const earlier = before === undefined ? "none" : percent(before);
      return t(`reason.${kind}`, { share: percent(share), before: earlier });
    }
    case "steady": {
      const { weeks, of, since } = values as Extract<Reason, { kind: "steady" }>;
      const often = weeks === of ? "always" : weeks >= OFTEN * of ? "almost" : "mostly";
      return t("reason.steady", { weeks, of, since, often });
    }
    case "due": {
      const { every, since } = values as Extract<Reason, { kind: "due" }>;
      return t("reason.due", { every, since, late: since >= 2 * every ? "yes" : "no" });
    }
    case "recent": {
      const { weeks, of, since } = values as Extract<Reason, { kind: "recent" }>;
      // a product whose first purchase is the only one
      const first = weeks === 1 && since === of ? "yes" : "no";
      return t("reason.recent", { weeks, of, since, first });
    }
    case "back":
      return t("reason.back", values as { since: number });
  }
}

/** What a shop bought of a product before it stopped. */
export function pastText(
  { quantity, weeks, of, since }: PastProduct,
  { t, number }: Translator,
): string {
  const all = weeks === of ? "yes" : "no";
  return t("reason.past", { quantity: wholeUnits(quantity, number), weeks, of, since, all });
}

/** Units as one orders them: whole ones, from 1 on. */
export function orderedUnits(quantity: number): number {
  return quantity < 1 ? quantity : Math.round(quantity);
}

/** The same for people. */
export function wholeUnits(quantity: number, number: Translator["number"]): string {
  return number(orderedUnits(quantity), quantity < 1 ? 1 : 0);
}

/** Since when a shop has not ordered. */
export function overdueText({ weeks, of, since }: Past, { t }: Translator): string {
  return t("reason.overdue", { weeks, of, since, all: weeks === of ? "yes" : "no" });
}
