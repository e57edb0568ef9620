"""The picture beside a shared link, 1200 x 630: ours against plain Pillow.

Material's own `social` plugin needs Cairo and fonts from the network, so it is not run here: on the machine where both
were, its card took 37.9 ms and plain Pillow's 21.3 ms of the same design. A quarter of the former is the target.
"""

from __future__ import annotations

from bench import design
from bench.measure import Call, Target, interleaved, print_rows, print_targets, timed
from campaign.compose.share import SIZE, WORDS, Share, compose_share
from campaign.content.read import read_campaign
from campaign.png import write_png
from campaign.project import TOOL, Project
from campaign.raster import paint

ROUNDS = 21
OURS, PILLOW = "ours, laid out and encoded", "plain Pillow PNG"
MATERIAL_TO_PILLOW = 37.9 / 21.3
TARGETS: tuple[Target, ...] = ((OURS, PILLOW, round(0.25 * MATERIAL_TO_PILLOW, 3)),)


def card() -> None:
    """Print the table and the target."""
    campaign = read_campaign(Project(TOOL))
    words = {name: campaign.facts.words[name] for name in WORDS}
    topics = campaign.topics[:8]
    jobs = [Share(topic.title, topic.subtitle, "red", words, topic.span) for topic in topics]
    sheets = [compose_share(job) for job in jobs]
    width, height = SIZE

    def ours(index: int) -> bytes:
        sheet = compose_share(jobs[index % len(jobs)])
        return write_png(paint(sheet, width, height).pixels, 72)

    calls: dict[str, Call] = {
        OURS: timed(ours),
        PILLOW: timed(lambda i: design.pillow(sheets[i % len(sheets)], width, height)),
    }
    samples = interleaved(calls, ROUNDS, warm=8)
    print(f"\nShare card, {width} x {height}, n={ROUNDS}")
    print_rows(samples, PILLOW)
    print_targets(samples, TARGETS)
