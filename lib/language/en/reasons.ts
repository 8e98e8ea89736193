/** Why a product is on a shop's list, in English. Weeks count back from the predicted week. */
export const REASONS = {
  "reason.steady":
    "buys it {often, select, yes {almost every week} other {most weeks}} ({weeks} of the last {of})",
  "reason.due":
    "{late, select, yes {reorder late} other {reorder due}}: every {every} weeks, last {since, plural, =1 {last week} other {# weeks ago}}",
  "reason.recent":
    "bought in {weeks} of the last {of} weeks, {since, plural, =1 {also last week} other {last # weeks ago}}",
  "reason.back": "bought it before, {since, plural, =1 {last week} other {# weeks ago}}",
  "reason.variant":
    "bought a variant {since, plural, =1 {last week} other {# weeks ago}}: {product}",
  "reason.alike": "{share} of the {nouns} of its type buy it",
  "reason.popular": "{share} of all {nouns} buy it",
  "reason.stopped":
    "bought {quantity, select, none {it} other {about {quantity}}} every {every, plural, =1 {week} other {# weeks}}, not for {since} weeks now",
  "reason.overdue":
    "orders every {every, plural, =1 {week} other {# weeks}}, not for {since} weeks now",
};
