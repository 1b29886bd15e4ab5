"""Months as a page shows them: weeks of days, the month before and the one after, an address."""

import datetime
import re
from typing import NamedTuple

WEEKDAYS = 5
WEEK = [datetime.date(2001, 1, day) for day in range(1, 8)]  # a Monday and the days after it, for names


class Month(NamedTuple):
    year: int
    number: int

    @classmethod
    def of(cls, day: datetime.date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month | None":
        """2026-11 as people and addresses write it; None for what is no month of a calendar."""
        if not re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
            return None
        year, number = map(int, text.split("-"))
        return cls(year, number) if 1 < year < 9999 and 1 <= number <= 12 else None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.number, 1)

    @property
    def previous(self) -> "Month":
        return Month.of(self.first_day - datetime.timedelta(days=1))

    @property
    def next(self) -> "Month":
        return Month.of(self.first_day + datetime.timedelta(days=31))

    def weeks(self, length: int = WEEKDAYS) -> list[list[datetime.date | None]]:
        """The first `length` days of every week, from Monday on; None where another month begins."""
        day, weeks = self.first_day, []
        while Month.of(day) == self:
            if day.weekday() < length:
                if not weeks or day.weekday() == 0:
                    weeks.append([None] * length)
                weeks[-1][day.weekday()] = day
            day += datetime.timedelta(days=1)
        return weeks
