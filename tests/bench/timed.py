import time


def timed(run):
    """The result of a function, with the CPU seconds of all threads and the wall time it took."""
    start, begun = time.process_time(), time.perf_counter()
    result = run()
    return result, {"seconds": time.process_time() - start, "wall": time.perf_counter() - begun}
