"""Days as notes write them. What is not said stays unknown: a day without a year is no date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_FULL = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)\s*[-./]\s*(?P<m>\d{1,2})\s*[-./]\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>20\d\d)\s*년\s*(?P<m>\d{1,2})\s*월\s*(?P<d>\d{1,2})\s*일"),
    re.compile(r"(?<![\d.])(?P<yy>[12]\d)\s*[-./]\s*(?P<m>0\d|1[0-2])\s*[-./]\s*(?P<d>0\d|[12]\d|3[01])(?![\d.])"),
    re.compile(r"(?P<yy>[12]\d)년\s*(?P<m>\d{1,2})\s*월\s*(?P<d>\d{1,2})\s*일"),
    re.compile(rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>20\d\d)", re.I),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<y>20\d\d)", re.I),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})/(?P<d>1[3-9]|2\d|3[01])/(?:20)?(?P<yy>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})([-.])(?P<d>1[3-9]|2\d|3[01])\2(?P<y>20\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20[12]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
)
# 210805: a number over twelve is no month, so a year opens it; 110521 may be read in two ways and is none.
_PACKED = re.compile(r"(?<!\d)(?P<yy>1[3-9]|2\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_PART = (
    re.compile(r"(?<![\d./])(?P<m>\d{1,2})\s*/\s*(?P<d>\d{1,2})(?![\d/])"),
    re.compile(r"(?P<m>\d{1,2})\s*월\s*(?P<d>\d{1,2})\s*일"),
)
_PATH_PART = re.compile(r"(?:^|[/_\s-])(?P<m>0[1-9]|1[0-2])[-_.]?(?P<d>0[1-9]|[12]\d|3[01])(?=\.|$|[_\s-])")
_WEEK = re.compile(r"(?:week[\s_-]*0?|(?<!\d))(?P<n>\d{1,2})\s*주\s*차|week[\s_-]*0*(?P<w>\d{1,2})(?!\d)", re.I)
_DAY = re.compile(
    r"\bday[\s_-]*0*(?P<n>\d{1,3})(?!\d)|(?<!\d)(?P<k>\d{1,3})\s*일\s*차|_day[\s_-]*0*(?P<u>\d{1,3})", re.I
)
_WEEK_DAY = re.compile(r"week[\s_-]*0*(?P<w>\d{1,2})[\s_-]+(?:day[\s_-]*)?0*(?P<d>\d{1,2})(?=\.|$)", re.I)
_CLOCK = re.compile(
    r"(?P<half>오전|오후|am|pm)?\s*(?<!\d)(?P<h>\d{1,2})(?::(?P<min>\d\d)|\s*시(?:\s*(?P<kmin>\d{1,2})\s*분|\s*(?P<bahn>반))?)",
    re.I,
)
_WEEKDAYS = "월화수목금토일"


@dataclass
class Day:
    """What a text says of a day; year may be missing."""

    month: int
    day: int
    year: int | None = None

    def on(self, year: int | None) -> date | None:
        try:
            return date(self.year or year or 0, self.month, self.day)
        except ValueError:
            return None


def find_day(text: str) -> Day | None:
    """The first day a text names, one with a year before one without."""
    for pattern in _FULL:
        if (match := pattern.search(text)) and (day := _full(match)):
            return day
    for pattern in _PART:
        if (match := pattern.search(text)) and 1 <= int(match["m"]) <= 12 and 1 <= int(match["d"]) <= 31:
            return Day(int(match["m"]), int(match["d"]))
    return None


def _full(match: re.Match[str]) -> Day | None:
    found = match.groupdict()
    year = int(found["y"]) if found.get("y") else 2000 + int(found["yy"])
    month = _MONTHS.index(found["month"][:3].lower()) + 1 if found.get("month") else int(found["m"])
    day = Day(month, int(found["d"]), year)
    return day if day.on(None) else None


def day_of_value(value: object) -> Day | None:
    """A front matter's `date`, which YAML may have read already."""
    if isinstance(value, (date, datetime)):
        return Day(value.month, value.day, value.year)
    return find_day(str(value)) if value else None


def packed_day(text: str) -> Day | None:
    return _full(match) if (match := _PACKED.search(text)) else None


def is_day(text: str) -> bool:
    """Nothing but a day, with its weekday and hour."""
    rest = re.sub(r"[\d\s/.\-:()~,]|년|월|일|요일|오전|오후|시|분|[월화수목금토일]\b|[ap]m\b", "", text, flags=re.I)
    return not re.sub(rf"{_MONTH}|st\b|nd\b|rd\b|th\b|\b\w+day\b", "", rest, flags=re.I) and find_day(text) is not None


def day_of_path(path: str) -> Day | None:
    """Only a name that writes the year is certain; `0906` is a day without a year, `102925` may be anything."""
    for name in reversed(path.replace("_", "-").split("/")[-2:]):
        for pattern in (*_FULL[:1], _FULL[2], *_FULL[-1:], _PACKED):
            if (match := pattern.search(name)) and (day := _full(match)):
                return day
    match = _PATH_PART.search(path.rsplit("/", 1)[-1])
    return Day(int(match["m"]), int(match["d"])) if match else None


def year_of_path(path: str) -> int | None:
    """A folder that is called by its year."""
    years = [int(folder[:4]) for folder in path.split("/")[:-1] if re.fullmatch(r"20\d\d(?:[-_.]?\d\d|년)?", folder)]
    return years[-1] if years else None


def week_and_day(*texts: str) -> tuple[int | None, int | None]:
    """Week and day numbers of the course, from the first text that tells each."""
    week = day = None
    for text in texts:
        if match := _WEEK_DAY.search(text):
            return week or int(match["w"]), day or int(match["d"])
        if week is None and (match := _WEEK.search(text)):
            week = int(match["n"] or match["w"])
        if day is None and (match := _DAY.search(text)):
            day = int(match["n"] or match["k"] or match["u"])
    return week, day


def clock_span(text: str) -> tuple[str | None, str | None]:
    """`오후 4시 ~ 5시`, `16:00 ~ 17:00` as two hours."""
    hours = [_clock(match) for match in _CLOCK.finditer(text)]
    found = [hour for hour in hours if hour]
    return (found[0] if found else None, found[1] if len(found) > 1 and re.search(r"[~\-–—]", text) else None)


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["h"]), int(match["min"] or match["kmin"] or (30 if match["bahn"] else 0))
    if (match["half"] or "").lower() in ("오후", "pm") and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def find_due(text: str, meeting: date | None) -> date | None:
    """The day a text sets as due, counted from the meeting's day: 다음 주 월요일, 내일, 9/15."""
    if meeting is None:
        return None
    if (day := find_day(text)) and (found := day.on(meeting.year)):
        # A meeting in December that sets a day in January means next year's.
        return found if day.year or found >= meeting - timedelta(days=60) else day.on(meeting.year + 1)
    if match := re.search(
        r"(?P<next>다다음|다음|이번)?\s*주\s*(?P<wd>[월화수목금토일])요일|(?<!\S)(?P<bare>[월화수목금토일])요일", text
    ):
        return _weekday(match, meeting)
    for word, days in (("모레", 2), ("내일", 1), ("오늘", 0), ("일주일", 7)):
        if word in text:
            return meeting + timedelta(days=days)
    return None


def _weekday(match: re.Match[str], meeting: date) -> date:
    wanted = _WEEKDAYS.index(match["wd"] or match["bare"])
    monday = meeting - timedelta(days=meeting.weekday())
    weeks = {"다다음": 2, "다음": 1}.get(match["next"] or "", 0)
    found = monday + timedelta(weeks=weeks, days=wanted)
    return found + timedelta(weeks=1) if not match["next"] and found < meeting else found
