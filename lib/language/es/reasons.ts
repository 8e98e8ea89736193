/** Why a product is on a shop's list, in Spanish. */
export const REASONS = {
  "reason.steady":
    "lo compra {often, select, always {todas las semanas} almost {casi todas las semanas} other {la mayoría de las semanas}} ({weeks} de las últimas {of}){since, plural, =1 {} other {, la última vez hace # semanas}}",
  "reason.due":
    "{late, select, yes {reposición atrasada} other {toca reponer}}: lo compra más o menos cada {every} semanas, la última vez hace {since} semanas",
  "reason.recent":
    "{first, select, yes {lo compró por primera vez} other {lo compró en {weeks} de las últimas {of} semanas, la última vez}} {since, plural, =1 {la semana pasada} other {hace # semanas}}",
  "reason.back": "lo compró antes, la última vez hace {since} semanas",
  "reason.variant":
    "compró {same, select, yes {uno con los mismos atributos} other {una variante}} {since, plural, =1 {la semana pasada} other {hace # semanas}}: {product}",
  "reason.alike":
    "{before, select, none {lo compró el {share} de {nounGender, select, feminine {las} other {los}} {nouns} de su tipo con pedidos en las últimas 4 semanas} other {lo compran más {nouns} de su tipo: el {share} en las últimas 4 semanas, el {before} en las 4 anteriores}}",
  "reason.popular":
    "{before, select, none {lo compró el {share} de {nounGender, select, feminine {todas las} other {todos los}} {nouns} con pedidos en las últimas 4 semanas} other {lo compran más {nouns}: el {share} en las últimas 4 semanas, el {before} en las 4 anteriores}}",
  "reason.past":
    "compraba unas {quantity} por vez, {all, select, yes {todas las semanas} other {{weeks} de cada {of} semanas}}; la última vez fue hace {since} semanas",
  "reason.overdue":
    "pedía {all, select, yes {todas las semanas} other {{weeks} de cada {of} semanas}}; la última vez fue hace {since} semanas",
};
