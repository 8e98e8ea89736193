"""The behavioural features in typical pandas code: grouped frames, merged onto the pairs.

For the families pair, customer, product, attribute group, neighbours, volume and calendar, this
computes the features that take a line or two of pandas. It leaves out those that need their own loop:
hazards, ranks, the regression of products, and products of a group that replace each other.
"""

from pathlib import Path

import numpy as np
import pandas as pd

NEVER = 999
ORIGIN = pd.Timestamp("1969-12-29")  # a Monday: weeks count as in week.ts
ATTRIBUTES = ["brand", "category", "sub_category", "segment", "package", "size"]


def read_sales(folder):
    folder = Path(folder)
    lines = pd.read_parquet(folder / "transacciones.parquet")
    customers = pd.read_parquet(folder / "clientes.parquet")
    products = pd.read_parquet(folder / "productos.parquet")
    names = ["customer_id", "product_id", "order_id", "purchase_date", "items"]
    lines = lines[names].drop_duplicates()
    lines["purchase_date"] = pd.to_datetime(lines["purchase_date"])
    lines["day"] = (lines["purchase_date"] - ORIGIN).dt.days
    lines["week"] = lines["day"] // 7
    products = products.copy()
    products["group"] = products.groupby(ATTRIBUTES, dropna=False).ngroup()
    return lines, customers, products


def weekly_purchases(lines, products):
    weekly = lines.groupby(["customer_id", "product_id", "week"], as_index=False).agg(
        items=("items", "sum"), last_day=("day", "max")
    )
    weekly = weekly[weekly["items"] > 0]
    return weekly.merge(products[["product_id", "group"]], on="product_id")


def known_universe(lines, week):
    seen = lines[lines["week"] < week]
    return pd.MultiIndex.from_product(
        [np.sort(seen["customer_id"].unique()), np.sort(seen["product_id"].unique())],
        names=["customer_id", "product_id"],
    ).to_frame(index=False)


def rhythm(events, keys, week, first_week, prefix):
    """Decayed shares, counts, recency, interval and lags of distinct weeks, per key."""
    events = events[keys + ["week"]].drop_duplicates()
    lag = week - events["week"]
    events = events.assign(lag=lag)
    columns = {"ever": ("lag", "size"), "since": ("lag", "min"), "age": ("lag", "max")}
    for decay in (0.6, 0.8, 0.9, 0.96):
        name = f"decay_{round(100 * decay)}"
        possible = decay * (1 - decay ** max(1, week - first_week)) / (1 - decay)
        events[name] = decay**lag / possible
        columns[name] = (name, "sum")
    for window in (4, 8, 12, 26):
        events[f"weeks_{window}"] = lag <= window
        columns[f"weeks_{window}"] = (f"weeks_{window}", "sum")
    for step in (1, 2, 3, 4):
        events[f"lag_{step}"] = lag == step
        columns[f"lag_{step}"] = (f"lag_{step}", "sum")
    table = events.groupby(keys).agg(**columns)
    table["interval"] = (table["age"] - table["since"]) / (table["ever"] - 1).replace(0, np.nan)
    table["lateness"] = table["since"] * table["ever"] / table["age"]
    return table.add_prefix(prefix)


def shares(purchases, active, week, keys, prefix):
    """Share of active customers (of a type) who bought a product, for several windows."""
    result = []
    for window in (1, 2, 4, 12):
        recent = purchases[purchases["week"] >= week - window]
        base = active[active["week"] >= week - window]
        count = recent.groupby(keys).size()
        by = [key for key in keys if key != "product_id"]
        total = base.groupby(by).size() if by else len(base)
        result.append((count / total).rename(f"{prefix}share_{window}"))
    return pd.concat(result, axis=1)


def cosine(purchases, week):
    """Item-item cosine similarity times the customer's decayed activity."""
    decayed = purchases.assign(value=0.9 ** (week - purchases["week"]))
    activity = np.sqrt(
        decayed.pivot_table(index="customer_id", columns="product_id", values="value", aggfunc="sum")
        .fillna(0)
    )
    matrix = activity.to_numpy()
    norm = np.linalg.norm(matrix, axis=0)
    similarity = matrix.T @ matrix / np.outer(norm, norm)
    np.fill_diagonal(similarity, 0)
    scores = pd.DataFrame(matrix @ similarity, activity.index, activity.columns)
    owned = (matrix > 0).astype(float)
    ever = pd.DataFrame(owned @ similarity, activity.index, activity.columns)
    return pd.concat(
        [
            scores.stack().rename("neighbours_decayed"),
            ever.stack().rename("neighbours_ever"),
            (scores / similarity.sum(axis=0)).stack().rename("neighbours_mean"),
        ],
        axis=1,
    )


def calendar(lines, week):
    days = lines[["customer_id", "day"]].drop_duplicates().sort_values(["customer_id", "day"])
    days["gap"] = days.groupby("customer_id")["day"].diff()
    monday = 7 * week
    recent = days.groupby("customer_id").tail(20).groupby("customer_id")["gap"]
    few = days.groupby("customer_id").tail(6).groupby("customer_id")["gap"]
    last = days.groupby("customer_id")["day"].max()
    table = pd.DataFrame({
        "order_days_since": monday - last,
        "order_gap_median": recent.median(),
        "order_gap_spread": recent.std() / recent.mean(),
        "order_next": last + few.median() - monday,
        "order_last_weekday": last % 7,
        "order_days_28": days[days["day"] >= monday - 28].groupby("customer_id").size(),
    })
    table["order_lateness_20"] = table["order_days_since"] / table["order_gap_median"]
    table["order_lateness_6"] = table["order_days_since"] / few.median()
    return table


def features(lines, weekly, customers, products, week, pairs):
    """Features of pairs on the Monday of a week, from earlier weeks only; float32, one row per pair."""
    first_week = int(weekly["week"].min())
    past = weekly[weekly["week"] < week]
    past_lines = lines[(lines["week"] < week) & (lines["items"] > 0)]
    active = past[["customer_id", "week"]].drop_duplicates()

    pair = rhythm(past, ["customer_id", "product_id"], week, first_week, "pair_")
    sums = past.assign(weight=0.9 ** (week - past["week"]))
    sums["weighted"] = sums["weight"] * sums["items"]
    volume = sums.sort_values("week").groupby(["customer_id", "product_id"]).agg(
        volume_last=("items", "last"),
        volume_weekly=("weighted", "sum"),
        volume_weight=("weight", "sum"),
        volume_ever=("items", "sum"),
        last_day=("last_day", "last"),
    )
    pair = pair.join(volume)
    pair["volume_mean"] = pair["volume_weekly"] / pair["volume_weight"]
    pair["volume_last_over_mean"] = pair["volume_last"] / pair["volume_mean"]
    pair["volume_stock"] = (
        pair["volume_last"] / (pair["volume_ever"] / pair["pair_age"]) - pair["pair_since"]
    )
    pair["pair_days_since"] = 7 * week - pair.pop("last_day")

    customer = rhythm(past, ["customer_id"], week, first_week, "customer_")
    basket = past.groupby(["customer_id", "week"]).size().reset_index(name="products")
    basket["weight"] = 0.8 ** (week - basket["week"])
    basket["weighted"] = basket["weight"] * basket["products"]
    totals = basket.groupby("customer_id")[["weighted", "weight"]].sum()
    customer["customer_basket_decayed"] = totals["weighted"] / totals["weight"]
    customer["customer_basket_last"] = (
        basket.sort_values("week").groupby("customer_id")["products"].last()
    )
    for name, window in (("ever", 10_000), ("4", 4), ("12", 12)):
        recent = past[past["week"] >= week - window]
        customer[f"customer_products_{name}"] = (
            recent.groupby("customer_id")["product_id"].nunique()
        )
    customer["customer_items_week"] = sums.groupby("customer_id")["weighted"].sum()
    customer = customer.join(calendar(past_lines, week))

    product = shares(past, active, week, ["product_id"], "product_")
    product["product_trend_1_4"] = product["product_share_1"] / product["product_share_4"]
    product["product_trend_4_12"] = product["product_share_4"] / product["product_share_12"]
    sold = past.groupby("product_id")["week"]
    product["product_age"] = week - sold.min()
    product["product_weeks_since"] = week - sold.max()
    product["product_reach"] = past.groupby("product_id")["customer_id"].nunique()
    product["product_mean_decay"] = pair.groupby("product_id")["pair_decay_90"].mean()
    first_buys = pair.reset_index()[["product_id", "pair_age", "pair_ever"]]
    product["product_adopters_2"] = (
        first_buys[first_buys["pair_age"] <= 2].groupby("product_id").size()
    )
    product["product_rebuy_rate"] = (
        first_buys.assign(again=first_buys["pair_ever"] > 1).groupby("product_id")["again"].mean()
    )
    last_week = past[past["week"] == week - 1][["customer_id", "product_id"]]
    before = past[past["week"] == week - 2][["customer_id", "product_id"]]
    kept = last_week.merge(before).groupby("product_id").size()
    product["product_retention_1"] = kept / before.groupby("product_id").size()

    types = customers[["customer_id", "customer_type"]]
    by_type = shares(
        past.merge(types),
        active.merge(types),
        week,
        ["customer_type", "product_id"],
        "type_",
    )

    group = rhythm(past, ["customer_id", "group"], week, first_week, "group_")
    for window in (1, 2):
        recent = past[past["week"] >= week - window]
        own = recent.groupby("product_id").size()
        whole = recent.groupby("group").size()
        of_group = products.set_index("product_id")["group"].map(whole)
        product[f"product_of_group_{window}"] = own / of_group

    table = pairs.merge(products[["product_id", "group"]], on="product_id").merge(
        types, on="customer_id"
    )
    table = (
        table.join(pair, on=["customer_id", "product_id"])
        .join(customer, on="customer_id")
        .join(product, on="product_id")
        .join(by_type, on=["customer_type", "product_id"])
        .join(group, on=["customer_id", "group"])
        .join(cosine(past, week), on=["customer_id", "product_id"])
    )
    for decay in (80, 90, 96):
        name = f"decay_{decay}"
        of_customer = table[f"customer_{name}"]
        table[f"pair_share_of_activity_{decay}"] = table[f"pair_{name}"] / of_customer
        table[f"group_share_of_activity_{decay}"] = table[f"group_{name}"] / of_customer
    table["group_by_product"] = table["group_decay_96"] * table["product_of_group_1"]
    table["pair_share_of_group"] = table["pair_decay_90"] / table["group_decay_90"]
    table["week_of_year"] = ORIGIN + pd.Timedelta(weeks=week)
    table["week_of_year"] = table["week_of_year"].dt.isocalendar().week
    recencies = [name for name in table if name.endswith(("_since", "_age", "_interval"))]
    table[recencies] = table[recencies].fillna(NEVER)
    names = ["customer_id", "product_id", "group", "customer_type"]
    return table.drop(columns=names).fillna(0).astype(np.float32)
