/** Why a product is on a shop's list, in English. Weeks count back from the predicted week. */
export const REASONS = {
  "reason.steady":
    "buys it {often, select, always {every week} almost {almost every week} other {most weeks}} ({weeks} of the last {of}){since, plural, =1 {} other {, most recently # weeks ago}}",
  "reason.due":
    "{late, select, yes {reorder late} other {reorder due}}: buys it about every {every} weeks, most recently {since} weeks ago",
  "reason.recent":
    "{first, select, yes {bought for the first time} other {bought in {weeks} of the last {of} weeks, most recently}} {since, plural, =1 {last week} other {# weeks ago}}",
  "reason.back": "bought it before, most recently {since} weeks ago",
  "reason.variant":
    "bought {same, select, yes {one with the same attributes} other {a variant}} {since, plural, =1 {last week} other {# weeks ago}}: {product}",
  "reason.alike":
    "{before, select, none {{share} of the {nouns} of its type that ordered in the last 4 weeks bought it} other {more {nouns} of its type buy it: {share} in the last 4 weeks, {before} in the 4 before}}",
  "reason.popular":
    "{before, select, none {{share} of all {nouns} that ordered in the last 4 weeks bought it} other {more {nouns} buy it: {share} in the last 4 weeks, {before} in the 4 before}}",
  "reason.past":
    "bought about {quantity} at a time, in {all, select, yes {each of the {of}} other {{weeks} of the {of}}} weeks before it stopped, most recently {since} weeks ago",
  "reason.overdue":
    "ordered in {all, select, yes {each of the {of}} other {{weeks} of the {of}}} weeks before it stopped, most recently {since} weeks ago",
};
