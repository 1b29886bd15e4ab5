"""What the head of minutes is told: who was there, and who has a duty."""

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import Attendance, Meeting, Member


class AboutForm(forms.Form):
    """About one of the people in the list of the minutes."""

    member = forms.ModelChoiceField(
        Member.objects.none(), error_messages={"invalid_choice": _("This person is not in the list.")}
    )

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.at(meeting)

    @property
    def sentence(self) -> str:
        return next(error for errors in self.errors.values() for error in errors)


class AttendanceForm(AboutForm):
    state = forms.ChoiceField(choices=[("", _("not known yet")), *Attendance.State.choices], required=False)
    at = forms.TimeField(required=False, error_messages={"invalid": _("Write the time like 16:07.")})


class ContestForm(AboutForm):
    """`state`: what the person says it was. `settle`: whoever runs the meeting says who is right."""

    state = forms.ChoiceField(choices=[("", ""), *Attendance.State.choices], required=False)
    settle = forms.ChoiceField(choices=[("", ""), ("yes", ""), ("no", "")], required=False)


class DutyForm(AboutForm):
    duty = forms.ChoiceField(choices=[("moderator", _("moderator")), ("scribe", _("scribe"))])

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, meeting=meeting, **kwargs)
        self.fields["member"].queryset = Member.objects.at(meeting).filter(team=meeting.team)
