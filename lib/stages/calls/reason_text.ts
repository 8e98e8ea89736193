import type { Translator } from "../../language/messages.ts";
import type { CallList, Reason, ShopCall, StoppedProduct } from "./call_list.ts";

/** From this share of the weeks on, a product is bought "almost every week": seven of eight. */
const OFTEN = 0.85;

/** A reason as a sentence part, in the language of the translator. */
export function reasonText(
  reason: Reason,
  { t, percent }: Translator,
  { products }: Pick<CallList, "products">,
): string {
  const { kind, ...values } = reason;
  switch (kind) {
    case "variant": {
      const { product, since } = values as Extract<Reason, { kind: "variant" }>;
      // a variant may have the same name
      const name = products[product]?.name ?? String(product), id = String(product);
      return t("reason.variant", { since, product: name === id ? id : `${name} (${id})` });
    }
    case "alike":
    case "popular":
      return t(`reason.${kind}`, { share: percent((values as { share: number }).share) });
    case "steady": {
      const { weeks, of } = values as Extract<Reason, { kind: "steady" }>;
      return t("reason.steady", { weeks, of, often: weeks >= OFTEN * of ? "yes" : "no" });
    }
    case "due": {
      const { every, since } = values as Extract<Reason, { kind: "due" }>;
      return t("reason.due", { every, since, late: since >= 2 * every ? "yes" : "no" });
    }
    default:
      return t(`reason.${kind}`, values as Record<string, number>);
  }
}

/** Since when a regular product is missing. */
export function stoppedText(
  { quantity, every, since }: StoppedProduct,
  { t, number }: Translator,
): string {
  return t("reason.stopped", {
    every,
    since,
    quantity: quantity === undefined ? "none" : wholeUnits(quantity, number),
  });
}

/** Units as one orders them: whole ones, from 1 on. */
export function wholeUnits(quantity: number, number: Translator["number"]): string {
  return number(quantity, quantity < 1 ? 1 : 0);
}

/** Since when a shop has not ordered. */
export function overdueText(
  { every, since }: NonNullable<ShopCall["overdue"]>,
  { t }: Translator,
): string {
  return t("reason.overdue", { every, since });
}
