// @ts-check
/// <reference lib="dom" />
/**
 * The call list on the first page, in the browser: what the reader chose is one object, the view;
 * whatever changes it is followed by draw(). 25 shops are drawn at a time, so that 15,000 of them
 * stay fluid.
 */
(async () => {
  const section = document.getElementById("call-list");
  const block = document.getElementById("call-data");
  if (!section || !block?.textContent) return;
  const bytes = Uint8Array.from(atob(block.textContent.trim()), (c) => c.charCodeAt(0));
  const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  /** @type {import("./packed_calls.ts").CallData} */
  const data = await new Response(unzipped).json();
  const { texts, attributes } = data;
  const scripts = /** @type {any} */ (globalThis);
  const shared = scripts.callShops(data), { shops, make, count, filled } = shared;
  const { unfolded, drawShop } = scripts.callRows(
    data,
    shared,
    scripts.callDetails(data, shared),
  );
  const select = scripts.callTable(data, shops), paper = scripts.callPaper(shared);

  const PAGE = 25;
  /** @typedef {import("./packed_calls.ts").View} View */
  /** @type {Omit<View, "order" | "page">} */
  const EVERY_SHOP = { text: "", values: {}, product: undefined, notes: [] };
  /** @type {View} */
  let view = { ...EVERY_SHOP, order: { id: "purchases", desc: true }, page: 0 };
  /** @param {Partial<View>} changed */
  const change = (changed) => {
    view = { ...view, page: 0, ...changed };
    draw();
  };

  /** @type {[id: string, label: string, isNumber: boolean][]} */
  const columns = [
    ["shop", texts.shop, false],
    ...attributes.flatMap(({ label, shown }, a) =>
      shown ? [/** @type {[string, string, boolean]} */ ([`attribute${a}`, label, false])] : []
    ),
    ["purchases", texts.purchases, true],
    ["items", texts.items, true],
    ["listed", texts.listed, true],
  ];
  /** @param {View["order"]} order */
  const orderText = ({ id, desc }) => {
    const [, label, isNumber] = columns.find(([own]) => own === id) ?? ["", texts.late, true];
    const direction = isNumber ? desc ? texts.most : texts.fewest : desc ? texts.down : texts.up;
    return filled(texts.order, { label, order: direction });
  };
  const controls = scripts.callControls(data, shared, {
    columns,
    orderText,
    change,
    view: () => view,
  });

  const status = make("p", { role: "status", class: "count" });
  const scope = make("p", { class: "scope" }, [texts.scope]);
  /** What is on a sheet of paper, where no control shows it. */
  const onPaper = make("p", { class: "on-paper" });
  const body = make("tbody"), head = make("tr");
  const grid = make("table", { class: "calls" }, [
    make("caption", {}, [texts.caption]),
    make("thead", {}, [head]),
    body,
  ]);
  for (const [id, label, isNumber] of columns) {
    const button = make("button", { type: "button" }, [label]);
    button.addEventListener("click", () => {
      const { order } = view;
      change({ order: { id, desc: order.id === id ? !order.desc : isNumber } });
    });
    const kind = isNumber ? { class: "number" } : {};
    head.append(make("th", { scope: "col", "data-id": id, ...kind }, [button]));
  }
  head.append(make("th", { scope: "col" }, [texts.notes]));

  const back = make("button", { type: "button" }, [texts.back]);
  const next = make("button", { type: "button" }, [texts.next]);
  const place = make("span");
  for (const [button, step] of /** @type {const} */ ([[back, -1], [next, 1]])) {
    button.addEventListener("click", () => {
      change({ page: view.page + step });
      section.scrollIntoView({ block: "start" });
    });
  }
  const pages = make("nav", { class: "paging", "aria-label": texts.pages }, [back, place, next]);

  function draw(pageSize = PAGE) {
    const { found, onPage, unknown } = select(view, pageSize);
    const values = { shown: count(found.length), all: count(shops.length) };
    const order = filled(texts.sorted, { order: orderText(view.order) });
    status.replaceChildren(
      ...found.length > 0
        ? [filled(texts.count, values), make("span", { class: "order" }, [order])]
        : [unknown ? filled(texts.unknown, { word: unknown }) : filled(texts.none, values)],
    );
    for (const cell of head.querySelectorAll("[data-id]")) {
      const { id, desc } = view.order;
      if (cell.getAttribute("data-id") !== id) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", desc ? "descending" : "ascending");
    }
    body.replaceChildren(
      ...onPage.flatMap((/** @type {import("./packed_calls.ts").Shop} */ shop) =>
        drawShop(shop, columns)
      ),
    );
    const first = view.page * pageSize;
    place.textContent = filled(texts.page, {
      from: count(first + 1),
      to: count(first + onPage.length),
      all: count(found.length),
    });
    back.disabled = view.page === 0;
    next.disabled = first + onPage.length === found.length;
    pages.hidden = found.length <= pageSize;
    grid.hidden = scope.hidden = onPaper.hidden = found.length === 0;
    onPaper.textContent = [place.textContent, ...controls.show(found)].join(" · ");
    controls.print.disabled = found.length === 0;
    const printed = found.slice(0, paper.most);
    controls.print.textContent = filled(texts.print, {
      shown: count(printed.length),
      all: values.shown,
      pages: count(paper.pagesOf(printed)),
    });
  }

  controls.print.addEventListener("click", () => {
    const before = view, folded = new Set(unfolded);
    view = { ...view, page: 0 };
    for (const shop of select(view, paper.most).onPage) unfolded.add(shop);
    draw(paper.most);
    paper.print(() => {
      unfolded.clear();
      for (const shop of folded) unfolded.add(shop);
      change(before);
    });
  });
  const urgent = document.getElementById("call-overdue");
  urgent?.removeAttribute("hidden");
  urgent?.addEventListener("click", () => {
    change({ ...EVERY_SHOP, notes: ["overdue"], order: { id: "late", desc: true } });
    status.scrollIntoView({ block: "nearest" });
  });

  section.append(
    controls.element,
    make("div", { class: "found" }, [status, controls.clear]),
    scope,
    onPaper,
    grid,
    pages,
  );
  draw();
})();
