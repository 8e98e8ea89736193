"""The layout of bins that LightGBM sums histograms in.

Each fit tries both layouts and keeps the faster one. The trial takes a share of a short fit that it
would not have of a long one, so the benchmarks let LightGBM choose before the clock starts, and then
give its choice to the fit.
"""

import lightgbm


class Messages(list):
    """What LightGBM reports; it wants an object with these two functions."""

    def info(self, text):
        self.append(text)

    warning = info


def chosen_layout(options, x, y):
    """LightGBM's own choice for these options and rows, as one more option."""
    messages = Messages()
    lightgbm.register_logger(messages)
    told = {**options, "verbose": 1}
    lightgbm.train(told, lightgbm.Dataset(x, y, params=told), 1)
    for layout in ("row", "col"):
        if any(f"Auto-choosing {layout}-wise" in text for text in messages):
            return {f"force_{layout}_wise": True}
    return {}
