import { featureSource } from "../../../lib/features/feature_source.ts";
import { simulatedSales } from "../../../lib/simulator/simulated_sales.ts";
import { makeCallList } from "../../../lib/stages/calls/make_call_list.ts";
import { predict } from "../../../lib/stages/predict.ts";
import type { SalesData } from "../../../lib/table/sales_data.ts";
import { weekOfDay } from "../../../lib/table/time/week.ts";
import { smallModel } from "../small_model.ts";

/** The call list of simulated shops, some of which stopped products or ordering, and its inputs. */
export const SIMULATED = await simulatedList();

async function simulatedList() {
  const sales = withStops(simulatedSales({ customers: 150, products: 60, weeks: 40 }));
  const model = await smallModel(sales, "default");
  const features = featureSource(sales, "default");
  const forecast = await predict({ sales, model, features });
  const list = await makeCallList({ sales, model, features }, forecast, {
    decisionThreshold: 0.15,
  });
  return { sales, model, features, forecast, list };
}

/** Every tenth shop ordered nothing in the last five weeks, and others stopped some products. */
function withStops(sales: SalesData): SalesData {
  const { lines: { day, customer, product, order, items }, predictedWeek } = sales;
  const isKept = (_: number, row: number) => {
    const ago = predictedWeek - weekOfDay(day[row]!), c = customer[row]!;
    return !(c % 10 === 0 && ago <= 5) && !((c + product[row]!) % 6 === 0 && ago <= 8 + c % 12);
  };
  const days = day.filter(isKept);
  return {
    ...sales,
    lines: {
      length: days.length,
      day: days,
      customer: customer.filter(isKept),
      product: product.filter(isKept),
      order: order.filter(isKept),
      items: items.filter(isKept),
    },
  };
}
