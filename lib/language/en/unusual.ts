/** What is unusual in the newest weeks of the data, in English. */
export const UNUSUAL = {
  "unusual.week": "{week}: {what}{count, plural, =0 {} other { (also {also})}}",
  "unusual.notSold":
    "column items of transacciones is 0 or negative in {found, number} % of the lines, usually in {usual, number} %: {cause, select, zeros {were quantities lost in the export?} other {was their sign turned around?}}",
  "unusual.quantities":
    "column items of transacciones has a {measure, select, median {median} upper_quartile {upper quartile} lower_quartile {lower quartile} other {mean}} of {found, number, ::@## group-off}, usually {usual, number, ::@## group-off}: are these other units?",
  "unusual.repeated":
    "{found, number} % of the lines of transacciones repeat customer, product, day and items of another order, usually {usual, number} %: was the week exported twice?",
  "unusual.copied":
    "{found, number} % of the lines of transacciones are also in the week {weeks, plural, =1 {# week} other {# weeks}} earlier, on the same weekdays: was a week copied?",
  "unusual.shifted":
    "column purchase_date of transacciones fits the usual weekdays only when moved by {days, plural, one {# day} other {# days}}: are the dates shifted?",
  "unusual.purchases":
    "{found, plural, =1 {# purchase} other {# purchases}}, usually {usual, number}: {direction, select, more {are two weeks in one, or lines doubled?} other {is the export complete?}}",
  "unusual.newCustomers":
    "{found, number} of the {customers, number} customers had never bought before: was customer_id numbered anew?",
  "unusual.newPairs":
    "{found, number} % of the purchases are of a customer and a product that were never bought together before, usually {usual, number} %: were customer_id or product_id mixed up?",
  "unusual.goneCustomers":
    "{gone, number} of the {regular, number} customers who bought in each of the {weeks, number} weeks before bought nothing: is the export complete, and customer_id unchanged?",
  "unusual.goneProducts":
    "{gone, number} of the {regular, number} products sold in each of the {weeks, number} weeks before were not sold: is the export complete, and product_id unchanged?",
  "unusual.goneCategories":
    "{gone}{more, plural, =0 {} other { and # more}}: is a part missing in the export?",
  "unusual.category":
    "{attribute} {category} with {found, plural, =1 {# purchase} other {# purchases}}, usually {usual, number}",
};
