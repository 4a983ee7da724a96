"""Six scenes, filmed side by side by the provider that is named, in a process of its own: it may be killed.

The third argument is what a clip costs.
"""

import sys
from dataclasses import replace
from pathlib import Path

from contracts.filming import WISH, filming
from faults.clients import Hurried

from vidpipe_assets.model.money import Money
from vidpipe_assets.providers.registry import load

SCENES = tuple(f"s{number}" for number in range(1, 7))

if __name__ == "__main__":
    name, folder, price = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "0.18"
    with filming(Path(folder)) as desk:
        # A thread that waits for its turn must not skip the time that another one needs.
        desk.time = Hurried()
        wishes = [replace(WISH, scene=scene, prompt=f"{scene}: a grey console") for scene in SCENES]
        print(*desk.obtain_all(load("footage", name), wishes))
        assert desk.booked == Money.of(price).amount * 6
