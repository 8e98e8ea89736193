import { joined } from "../../language/joined.ts";
import type { Message } from "../../language/message.ts";
import type { Contest } from "./contest.ts";

/** Which of two models is used, and why. */
export function contestReason(
  { promoted, weeks, champion, challenger, difference }: Contest,
): Message {
  if (difference === null) {
    return { key: "contest.alone", values: { week: champion.last_week } };
  }
  const figures: Message = {
    key: "contest.figures",
    values: {
      now: challenger.average_precision!,
      before: champion.average_precision!,
      weeks: joined("and", weeks),
      difference: signed(difference.estimate),
      low: signed(difference.low),
      high: signed(difference.high),
    },
  };
  return { key: promoted ? "contest.promoted" : "contest.kept", values: { figures } };
}

function signed(value: number): Message {
  return {
    key: "words.signed",
    values: { sign: value < 0 ? "minus" : "plus", size: Math.abs(value) },
  };
}
