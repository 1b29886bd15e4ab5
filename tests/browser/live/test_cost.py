"""What an update costs the page: less than a frame among forty rows, and nothing that stays behind."""

import statistics

import pytest

from meetings.models import Question
from tests.browser.live.conftest import Writer

pytestmark = pytest.mark.django_db(transaction=True)
FRAME = 16  # ms
USUAL = 200  # ms that all rows take to be laid out anew on the machine for which the frame is named
ROWS = 40
# The page's own module, so that it is measured with everything that listens to it.
APPLY = """async ([times, revision, count]) => {
    const { apply } = await import("/static/meetings/js/live/fragments.js");
    const rows = [...document.querySelectorAll("#questions [data-rows] > [data-noun]")];
    const made = rows.slice(0, count).map(({ id, outerHTML }) => ({ id, part: "questions", html: outerHTML }));
    const order = { questions: rows.map(({ id }) => id) };
    const taken = [];
    for (let turn = 0; turn < times; turn += 1) {
        const now = made.map((one) => ({ ...one, revision: revision + turn, html: one.html + `<!--${turn}-->` }));
        const start = performance.now();
        apply(now, { order, revision: revision + turn });
        document.body.getBoundingClientRect();
        taken.push(performance.now() - start);
    }
    return taken;
}"""
LAY_OUT = """(times) => {
    const list = document.querySelector("#questions [data-rows]");
    const taken = [];
    for (let turn = 0; turn < times; turn += 1) {
        const start = performance.now();
        const copy = list.cloneNode(true);
        list.after(copy);
        document.body.getBoundingClientRect();
        copy.remove();
        document.body.getBoundingClientRect();
        taken.push(performance.now() - start);
    }
    return taken;
}"""


@pytest.fixture
def long_minutes(written) -> Writer:
    for number in range(ROWS - 2):
        body = f"질문 {number}: $\\frac{{{number}}}{{x_i}} + \\sum_j y_j$ 는 왜 그런가요?\n\n설명이 **조금** 있어요."
        Question.objects.create(team=written.team, meeting=written, body=body, order=number + 10)
    return written


def test_a_change_in_forty_rows_is_shown_within_a_frame(page, sign_in, member, long_minutes):
    sign_in(member)
    writer = Writer(page).open(long_minutes)
    assert page.locator("#questions [data-rows] > [data-noun]").count() == ROWS
    taken = writer.page.evaluate(APPLY, [60, 10_000, 1])
    beside = page.evaluate(LAY_OUT, 15)
    # A slower machine counts as the usual one, and the least of many tells least of what else it had to do.
    assert min(taken) / max(1, min(beside) / USUAL) < FRAME
    whole = writer.page.evaluate(APPLY, [15, 20_000, ROWS])
    print(f"one row: {min(taken):.1f} ms, median {statistics.median(taken):.1f}; all {ROWS}: {min(whole):.1f} ms")


def test_nothing_stays_behind_after_a_thousand_swaps(page, sign_in, member, written):
    sign_in(member)
    Writer(page).open(written)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def counts() -> dict[str, float]:
        session.send("HeapProfiler.collectGarbage")
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return {name: metrics[name] for name in ("Nodes", "JSEventListeners")}

    page.evaluate(APPLY, [20, 10_000, 2])
    before = counts()
    page.evaluate(APPLY, [500, 20_000, 2])
    after = counts()
    assert after["JSEventListeners"] <= before["JSEventListeners"] + 2
    assert after["Nodes"] <= before["Nodes"] + 200
