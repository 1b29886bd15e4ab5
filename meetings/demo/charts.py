"""The pictures of the demo's notes: small charts, computed and drawn with Pillow when the demo is made."""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, SCALE = 560, 320, 2  # drawn twice as large, then shrunk: Pillow's lines have no soft edges
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 44
INK, GRID, PAPER = "#47544d", "#dee4e0", "#ffffff"
COLOURS = ("#0a6650", "#ad3a12", "#3b6ea5", "#8a6d1f")
Curve = Callable[[float], float]


def draw(name: str) -> bytes:
    """The PNG file of the chart of that name."""
    written = io.BytesIO()
    CHARTS[name]().resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(written, "PNG")
    return written.getvalue()


class Axes:
    """An x and a y axis with ticks, on which lines are drawn in the units of the figures."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float], labels: tuple[str, str], ticks: int = 5):
        self.x, self.y = x, y
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.pen = ImageDraw.Draw(self.image)
        self.font = ImageFont.load_default(13 * SCALE)
        self.legends = 0
        for step in range(ticks + 1):
            self._tick(step / ticks)
        self.write((WIDTH + LEFT - RIGHT) / 2, HEIGHT - 12, labels[0])
        self.write(LEFT + 6, TOP + 8, labels[1], anchor="lm")

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of a point; what lies above or below the chart stays at its edge."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = min(max((y - self.y[0]) / (self.y[1] - self.y[0]), 0), 1)
        return (LEFT + across * (WIDTH - LEFT - RIGHT)) * SCALE, (
            HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)
        ) * SCALE

    def write(self, x: float, y: float, text: str, colour: str = INK, anchor: str = "mm") -> None:
        self.pen.text((x * SCALE, y * SCALE), text, colour, self.font, anchor)

    def line(self, points: list[tuple[float, float]], legend: str = "") -> "Axes":
        colour = COLOURS[self.legends % len(COLOURS)]
        self.pen.line([self.place(*point) for point in points], colour, 2 * SCALE + 1, joint="curve")
        if legend:
            self.write(WIDTH - RIGHT - 8, TOP + 10 + 18 * self.legends, legend, colour, "rm")
        self.legends += 1
        return self

    def curve(self, function: Curve, legend: str = "") -> "Axes":
        low, high = self.x
        return self.line([(x, function(x)) for i in range(201) for x in [low + (high - low) * i / 200]], legend)

    def dots(self, points: list[tuple[float, float]], colour: str = INK) -> "Axes":
        for point in points:
            x, y = self.place(*point)
            self.pen.ellipse((x - 7, y - 7, x + 7, y + 7), colour)
        return self

    def _tick(self, share: float) -> None:
        x, y = (low + share * (high - low) for low, high in (self.x, self.y))
        self.pen.line([self.place(self.x[0], y), self.place(self.x[1], y)], GRID, SCALE)
        self.write(self.place(x, 0)[0] / SCALE, HEIGHT - BOTTOM + 14, f"{x:g}")
        self.write(LEFT - 8, self.place(0, y)[1] / SCALE, f"{y:.3g}", anchor="rm")


def grid(rows: list[str], columns: list[str], shares: list[list[float]], texts: list[list[str]]) -> Image.Image:
    """A matrix of cells, the darker the larger their share."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(13 * SCALE)
    wide, high = (WIDTH - 90) / len(columns), (HEIGHT - 50) / len(rows)
    for i, row in enumerate(rows):
        pen.text((72 * SCALE, (i + 0.5) * high * SCALE), row, INK, font, "rm")
        for j, share in enumerate(shares[i]):
            box = (80 + j * wide, i * high, 80 + (j + 1) * wide - 2, (i + 1) * high - 2)
            pen.rectangle([edge * SCALE for edge in box], _shade(share))
            middle = ((box[0] + box[2]) / 2 * SCALE, (box[1] + box[3]) / 2 * SCALE)
            pen.text(middle, texts[i][j], PAPER if share > 0.55 else INK, font, "mm")
    for j, column in enumerate(columns):
        pen.text(((80 + (j + 0.5) * wide) * SCALE, (HEIGHT - 30) * SCALE), column, INK, font, "mm")
    return image


def _shade(share: float) -> tuple[int, ...]:
    return tuple(round(255 + (accent - 255) * share) for accent in (10, 102, 80))


def overfitting() -> Image.Image:
    chance = random.Random(4)  # noqa: S311 - the same noise in every demo

    def train(epoch: float) -> float:
        return 0.08 + 1.5 * math.exp(-epoch / 7) + chance.gauss(0, 0.008)

    def valid(epoch: float) -> float:
        return 0.42 + 1.2 * math.exp(-epoch / 5) + 0.00045 * max(epoch - 14, 0) ** 2 + chance.gauss(0, 0.012)

    return Axes((0, 40), (0, 2), ("epoch", "loss")).curve(train, "train").curve(valid, "valid").image


def sigmoid_slopes() -> Image.Image:
    def sigmoid(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    axes = Axes((-6, 6), (0, 1), ("x", "slope"), ticks=4)
    axes.curve(lambda x: sigmoid(x) * (1 - sigmoid(x)), "sigmoid'").curve(lambda x: 1 - math.tanh(x) ** 2, "tanh'")
    return axes.image


def warmup_cosine() -> Image.Image:
    def rate(step: float) -> float:
        if step < 100:
            return step / 100
        return 0.5 * (1 + math.cos(math.pi * (step - 100) / 900))

    axes = Axes((0, 1000), (0, 1.2), ("step", "learning rate (x 3e-4)"), ticks=4)
    return axes.curve(rate, "warmup 100 + cosine").curve(lambda step: 0.5 ** (step // 300), "halved each 300").image


def zigzag() -> Image.Image:
    """Gradient descent on x²/2 + 10y²: where the valley is narrow, it swings."""

    def walk(momentum: float) -> list[tuple[float, float]]:
        x, y, speed_x, speed_y, path = -9.0, 0.9, 0.0, 0.0, [(-9.0, 0.9)]
        for _step in range(45):
            speed_x, speed_y = momentum * speed_x + x, momentum * speed_y + 20 * y
            x, y = x - 0.092 * (1 - momentum) * speed_x, y - 0.092 * (1 - momentum) * speed_y
            path.append((x, y))
        return path

    axes = Axes((-10, 2), (-1, 1), ("x", "y"), ticks=4)
    return axes.line(walk(0), "SGD").line(walk(0.5), "momentum 0.5").image


def confusion() -> Image.Image:
    names = ["cat", "dog", "fox", "wolf"]
    counts = [[91, 4, 4, 1], [5, 86, 2, 7], [9, 3, 84, 4], [1, 22, 6, 71]]
    shares = [[count / 100 for count in row] for row in counts]
    return grid(names, names, shares, [[str(count) for count in row] for row in counts])


def attention() -> Image.Image:
    """softmax(QKᵀ/√d) under a causal mask, with scores that favour the word itself and the verb's subject."""
    words = ["I", "saw", "the", "dog", "that", "barked"]
    scores = [[2.0 if i == j else 0.4 for j in range(6)] for i in range(6)]
    scores[5][3], scores[4][3], scores[3][2] = 3.2, 2.6, 1.4
    shares = []
    for i, row in enumerate(scores):
        weights = [math.exp(score) if j <= i else 0.0 for j, score in enumerate(row)]
        shares.append([weight / sum(weights) for weight in weights])
    return grid(words, words, shares, [[f"{share:.2f}" if share else "" for share in row] for row in shares])


def activations_by_depth() -> Image.Image:
    """How the standard deviation of a ReLU net's activations goes with depth: the variance is times gain/2 a layer."""

    def spread(gain: float) -> Curve:
        return lambda depth: math.sqrt((gain / 2) ** depth)

    axes = Axes((0, 20), (0, 1.5), ("layer", "std of activations"))
    return axes.curve(spread(2), "He: 2/n").curve(spread(1), "Xavier: 1/n").curve(spread(0.5), "0.5/n").image


def precision_recall() -> Image.Image:
    """Two normal score distributions, 1.6 apart, 10 % positives: precision against recall over all thresholds."""

    def above(threshold: float, mean: float) -> float:
        return 0.5 * math.erfc((threshold - mean) / math.sqrt(2))

    points = []
    for step in range(121):
        threshold = 4.4 - step * 0.06
        hits, alarms = 0.1 * above(threshold, 1.6), 0.9 * above(threshold, 0)
        points.append((hits / 0.1, hits / (hits + alarms)))
    return Axes((0, 1), (0, 1), ("recall", "precision")).line(points, "10% positive").image


def polynomial_fit() -> Image.Image:
    """Ten noisy points of a sine, joined exactly by the polynomial of degree 9 and roughly by one of degree 3."""
    chance = random.Random(11)  # noqa: S311 - the same noise in every demo
    points = [(i / 9, math.sin(2 * math.pi * i / 9) + chance.gauss(0, 0.18)) for i in range(10)]

    def through_all(x: float) -> float:
        total = 0.0
        for i, (xi, yi) in enumerate(points):
            total += yi * math.prod((x - xj) / (xi - xj) for j, (xj, _y) in enumerate(points) if j != i)
        return total

    cubic = 20.3  # least squares of sin 2πx by c·x(x - 1/2)(x - 1) has this c
    axes = Axes((0, 1), (-2, 2), ("x", "y"), ticks=4)
    axes.curve(through_all, "degree 9").curve(lambda x: cubic * x * (x - 0.5) * (x - 1), "degree 3")
    return axes.dots(points).image


def gradient_norms() -> Image.Image:
    chance = random.Random(7)  # noqa: S311 - the same noise in every demo
    norms = [(step, abs(chance.gauss(0.9, 0.25))) for step in range(200)]
    for step, norm in ((61, 7.4), (62, 3.9), (128, 9.1), (129, 5.2), (171, 6.3)):
        norms[step] = (step, norm)
    axes = Axes((0, 200), (0, 10), ("step", "gradient norm")).line(norms, "as computed")
    return axes.line([(step, min(norm, 1)) for step, norm in norms], "clipped at 1").image


CHARTS = {
    function.__name__: function
    for function in (
        overfitting,
        sigmoid_slopes,
        warmup_cosine,
        zigzag,
        confusion,
        attention,
        activations_by_depth,
        precision_recall,
        polynomial_fit,
        gradient_norms,
    )
}
