/** Attributes of products and customers, by their columns in the input, in English. */
export const ATTRIBUTES = {
  "attribute.brand": "brand",
  "attribute.category": "category",
  "attribute.sub_category": "sub-category",
  "attribute.segment": "segment",
  "attribute.package": "package",
  "attribute.size": "size",
  "attribute.customer_type": "type of {noun}",
  "attribute.region_id": "region",
  "attribute.zone_id": "zone",
  "attribute.X": "coordinate X",
  "attribute.Y": "coordinate Y",
  "attribute.num_deliver_per_week": "deliveries per week",
  "attribute.num_visit_per_week": "visits per week",
};
