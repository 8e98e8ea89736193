"""Peak memory of this process. `ru_maxrss` would be that of the process that started it, if higher."""

from pathlib import Path


def peak_memory():
    """Highest memory in bytes since the last call, or the start; 0 where nobody tells."""
    try:
        status = Path("/proc/self/status").read_text()
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return 0
    return 1024 * int(status.split("VmHWM:")[1].split()[0])
