/** What is unusual in the newest weeks of the data, in Spanish. */
export const UNUSUAL = {
  "unusual.week": "{week}: {what}{count, plural, =0 {} other { (también {also})}}",
  "unusual.notSold":
    "la columna items de transacciones tiene ceros o valores negativos en el {found, number}\u00a0% de las líneas; lo habitual es el {usual, number}\u00a0%: {cause, select, zeros {¿se perdieron cantidades al exportar?} other {¿se invirtió el signo?}}",
  "unusual.quantities":
    "la columna items de transacciones tiene {measure, select, median {una mediana} upper_quartile {un cuartil superior} lower_quartile {un cuartil inferior} other {una media}} de {found, number, ::@## group-off}; lo habitual es {usual, number, ::@## group-off}: ¿son otras unidades?",
  "unusual.repeated":
    "el {found, number}\u00a0% de las líneas de transacciones repite cliente, producto, día y cantidad de otro pedido; lo habitual es el {usual, number}\u00a0%: ¿se exportó la semana dos veces?",
  "unusual.copied":
    "el {found, number}\u00a0% de las líneas de transacciones está también en la semana {weeks, plural, =1 {anterior} other {de # semanas antes}}, en los mismos días: ¿se copió una semana?",
  "unusual.shifted":
    "la columna purchase_date de transacciones solo encaja con los días habituales de la semana si se mueve {days, plural, one {# día} other {# días}}: ¿están desplazadas las fechas?",
  "unusual.purchases":
    "{found, plural, =1 {# compra} other {# compras}}, cuando lo habitual son {usual, number}: {direction, select, more {¿hay dos semanas en una, o líneas duplicadas?} other {¿está completa la exportación?}}",
  "unusual.newCustomers":
    "{found, number} de los {customers, number} clientes no habían comprado nunca: ¿se volvió a numerar customer_id?",
  "unusual.newPairs":
    "el {found, number}\u00a0% de las compras es de un cliente y un producto que nunca habían coincidido; lo habitual es el {usual, number}\u00a0%: ¿se mezclaron customer_id o product_id?",
  "unusual.goneCustomers":
    "{gone, number} de los {regular, number} clientes que compraron en cada una de las {weeks, number} semanas anteriores no compraron nada: ¿está completa la exportación, y customer_id no ha cambiado?",
  "unusual.goneProducts":
    "{gone, number} de los {regular, number} productos vendidos en cada una de las {weeks, number} semanas anteriores no se vendieron: ¿está completa la exportación, y product_id no ha cambiado?",
  "unusual.goneCategories":
    "{gone}{more, plural, =0 {} other { y # más}}: ¿falta una parte en la exportación?",
  "unusual.category":
    "{attribute} {category} con {found, plural, =1 {# compra} other {# compras}} (lo habitual: {usual, number})",
};
