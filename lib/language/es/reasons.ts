/** Why a product is on a shop's list, in Spanish. */
export const REASONS = {
  "reason.steady":
    "lo compra {often, select, yes {casi todas las semanas} other {la mayoría de las semanas}} ({weeks} de las últimas {of})",
  "reason.due":
    "{late, select, yes {reposición atrasada} other {toca reponer}}: cada {every} semanas, la última {since, plural, =1 {la semana pasada} other {hace # semanas}}",
  "reason.recent":
    "comprado en {weeks} de las últimas {of} semanas, {since, plural, =1 {también la semana pasada} other {la última hace # semanas}}",
  "reason.back": "lo compró antes, {since, plural, =1 {la semana pasada} other {hace # semanas}}",
  "reason.variant":
    "compró una variante {since, plural, =1 {la semana pasada} other {hace # semanas}}: {product}",
  "reason.alike":
    "lo compra el {share} de {nounGender, select, feminine {las} other {los}} {nouns} de su tipo",
  "reason.popular":
    "lo compra el {share} de {nounGender, select, feminine {todas las} other {todos los}} {nouns}",
  "reason.stopped":
    "{quantity, select, none {lo compraba} other {compraba unas {quantity}}} cada {every, plural, =1 {semana} other {# semanas}}, y desde hace {since} semanas no",
  "reason.overdue":
    "pide cada {every, plural, =1 {semana} other {# semanas}}, y desde hace {since} semanas no",
};
