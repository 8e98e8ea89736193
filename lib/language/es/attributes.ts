/** Attributes of products and customers, by their columns in the input, in Spanish. */
export const ATTRIBUTES = {
  "attribute.brand": "marca",
  "attribute.category": "categoría",
  "attribute.sub_category": "subcategoría",
  "attribute.segment": "segmento",
  "attribute.package": "envase",
  "attribute.size": "tamaño",
  "attribute.customer_type": "tipo de {noun}",
  "attribute.region_id": "región",
  "attribute.zone_id": "zona",
  "attribute.X": "coordenada X",
  "attribute.Y": "coordenada Y",
  "attribute.num_deliver_per_week": "entregas por semana",
  "attribute.num_visit_per_week": "visitas por semana",
};
