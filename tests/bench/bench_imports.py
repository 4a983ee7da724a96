"""What loading the definitions costs beyond `import dagster`: every run, tick and command pays it first.

CPU seconds of a fresh Python, the least of several, with byte code already written. Goal: a ratio of 1.25.
"""

import os
import subprocess
import sys
import tempfile

TIMES = 7
GOAL = 1.25


def cpu_seconds(module: str, environment: dict[str, str]) -> float:
    """The CPU time that a fresh Python takes for `import module`."""
    script = f"import time, {module}; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Print both, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        modules = ("dagster", "vidpipe_assets.definitions")
        for module in modules:
            cpu_seconds(module, environment)
        # In turn, so that a machine that becomes slower or faster meanwhile is so for both.
        rounds = [[cpu_seconds(module, environment) for module in modules] for _ in range(TIMES)]
    dagster, definitions = (min(seconds) for seconds in zip(*rounds, strict=True))
    print(f"import dagster: {dagster:.2f} s CPU; import vidpipe_assets.definitions: {definitions:.2f} s CPU")
    print(f"ratio {definitions / dagster:.2f} (goal {GOAL})")


if __name__ == "__main__":
    main()
