from functools import partial

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import EditorWidget, RadioSelect
from meetings.forms.rows import RowForm, RowFormSet
from meetings.forms.tags import TagsField
from meetings.forms.texts import TextForm
from meetings.models import Answer, Comment, MasterClass, Member, Question, Tag

MOST_CLASSES = 10  # that a question can be brought to
# What somebody is asked as, by their seat.
ASKED_OF = {Member.Role.MENTOR: Question.Audience.MENTOR, Member.Role.MASTER: Question.Audience.MASTER}


class QuestionForm(TextForm):
    tags = TagsField(
        label=_("Tags"),
        required=False,
        help_text=_("Divided by commas. Other words for a tag lead to it; a word that is none yet becomes a new tag."),
    )
    needs_text = True
    many = ("asked_by",)
    aside = ("asked_by", "is_anonymous", "lecture", "assignment", "tags", "for_class", "status")
    field_order = ("body", *aside)

    class Meta(TextForm.Meta):
        model = Question
        fields = ["body", "is_anonymous", "lecture", "assignment", "status"]
        widgets = {**TextForm.Meta.widgets, "status": RadioSelect}
        error_messages = {"body": {"required": _("Write the question.")}}

    def __init__(self, *args, by=None, **kwargs):
        question = kwargs["instance"]
        self.knows = not question.pk or question.known_to(by) if by else not question.is_anonymous
        if not self.knows:
            self.many = ()
        super().__init__(*args, by=by, **kwargs)
        if question.is_anonymous and question.pk and not (by and question.is_named_again_by(by)):
            del self.fields["is_anonymous"]
        cohort = self.instance.team.cohort
        self.fields["lecture"].queryset = cohort.lectures.order_by("number")
        self.fields["assignment"].queryset = cohort.assignments.order_by("week", "title")
        self.fields["tags"].widget.cohort = cohort
        self.initial.setdefault("tags", partial(self._named, "tags"))
        if not self.instance.pk:
            del self.fields["status"]  # what is asked just now is open
            self._offer_classes()

    def _offer_classes(self) -> None:
        """A new question can be brought to a class that is to come as it is asked."""
        self.classes = {str(held.pk): held for held in _to_come(self.instance)} if not self.instance.class_note else {}
        if self.classes:
            choices = [("", _("no class")), *((key, held.title) for key, held in self.classes.items())]
            self.fields["for_class"] = forms.ChoiceField(
                label=_("Bring it to the class"), choices=choices, required=False
            )

    @classmethod
    def changeable_by(cls, user, row: Question) -> list[str]:
        hidden = set() if row.known_to(user) else {"asked_by"}
        hidden |= {"is_anonymous"} if row.is_anonymous and not row.is_named_again_by(user) else set()
        return [name for name in [*super().changeable_by(user, row), "tags"] if name not in hidden]

    def _latest(self):
        """Who changed the text of a question without a name is not told to who may not know it."""
        by, at = super()._latest()
        return (by if self.knows else None), at

    def clean(self):
        """What belonged to how it stood is over."""
        cleaned = super().clean()
        if "status" in self.changed_data and "status" in cleaned:
            self.instance.stand(cleaned["status"])
        if cleaned.get("for_class"):
            self.instance.stand(Question.Status.DEFERRED, for_class=self.classes[cleaned["for_class"]])
            self.instance.audience = Question.Audience.MASTER
        return cleaned

    def _save_m2m(self) -> None:
        if "tags" in self.cleaned_data:
            self.cleaned_data["tags"] = Tag.objects.meant_by(self.cleaned_data["tags"], self.instance.team.cohort)
        super()._save_m2m()

    def _written(self, changed: list[str]) -> set[str]:
        return super()._written(changed) | (set(Question.STANDING) if "status" in changed else set())


class AnswerForm(TextForm):
    needs_text = True
    many = ("answered_by",)
    aside = ("answered_by", "speaker")
    field_order = ("body", *aside)
    answer_beside: Answer | None = None

    class Meta(TextForm.Meta):
        model = Answer
        fields = ["body", "speaker"]
        error_messages = {"body": {"required": _("Write the answer.")}}

    @property
    def rows(self) -> list[Answer]:
        return [*super().rows, *filter(None, [self.answer_beside])]

    def _chosen(self, body: str) -> str:
        """`keep=both`: two people said two things, which makes two answers."""
        if self.data.get("keep") != "both":
            return body
        self.answer_beside = Answer(question=self.instance.question, body=body)
        return self.read_body

    def render_ahead(self) -> None:
        super().render_ahead()
        if self.answer_beside:
            self.answer_beside.render_body()

    def save(self, commit=True) -> Answer:
        beside = self.answer_beside
        if beside is None:
            return super().save(commit)
        if sent_again := beside.siblings().filter(typed_by=self.by, body=beside.body).first():
            self.answer_beside = sent_again
            return self.instance
        beside.typed_by, beside.speaker = self.by, self.instance.speaker
        beside.put_last()
        beside.save()
        beside.set_named(answered_by=self.cleaned_data.get("answered_by", self.instance.answered_by.all()))
        return self.instance


class CommentForm(TextForm):
    needs_text = True

    class Meta(TextForm.Meta):
        model = Comment
        fields = ["body"]  # whose words they are follows from who writes them
        error_messages = {"body": {"required": _("Write the comment.")}}

    def clean_body(self) -> str:
        body = super().clean_body()
        if len(body) > Comment.LONGEST:
            raise forms.ValidationError(
                _("A comment can have %(most)d characters. Write it as an answer instead."),
                params={"most": Comment.LONGEST},
            )
        return body


class DeferralForm(forms.Form):
    """Whom a question waits for: somebody who teaches, or a person of the team.

    `instead_of`: its `stance` when the page was opened.
    """

    to = forms.ChoiceField(label=_("Whom should it wait for?"), widget=RadioSelect)
    instead_of = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.people = {str(person.pk): person for person in _reachable(question)}
        self.classes = {f"class-{held.pk}": held for held in _to_come(question)}
        of = Question.Audience
        teaching = [(kind.value, kind.label) for kind in (of.MENTOR, of.MASTER, of.TA)]
        named = [(key, person.name) for key, person in self.people.items()]
        to_come = [(key, _("The class “%(title)s”") % {"title": held.title}) for key, held in self.classes.items()]
        self.fields["to"].choices = teaching + to_come + named
        self.initial |= {"to": _waited_for(question), "instead_of": question.stance}

    @property
    def waits_for(self) -> dict:
        """As `Question.defer` wants it."""
        chosen, told = self.cleaned_data["to"], {"instead_of": self.cleaned_data["instead_of"]}
        if chosen in self.classes:
            return told | {"audience": Question.Audience.MASTER, "for_class": self.classes[chosen]}
        if chosen not in self.people:
            return told | {"audience": chosen}
        person = self.people[chosen]
        return told | {"to": person, "audience": ASKED_OF.get(person.role)}

    def tell_what_it_is_now(self, question: Question) -> None:
        """Somebody decided otherwise meanwhile. Sending it again is a choice made in full knowledge."""
        self.data = self.data.copy()
        self.data["instead_of"] = question.stance
        sentence = _("While you chose, somebody changed this to “%(value)s”. Press once more to have yours instead.")
        self.add_error("to", forms.ValidationError(sentence, params={"value": question.stance_in_words}))


def _waited_for(question: Question) -> str:
    """As the form names it; whom it was asked of where it doesn't wait yet."""
    of = Question.Audience
    if question.for_class_id:
        return f"class-{question.for_class_id}"
    if question.deferred_to_id:
        return str(question.deferred_to_id)
    return question.audience if question.audience != of.TEAM else of.MENTOR


def _to_come(question: Question) -> list[MasterClass]:
    """Classes of the cohort from today on, and the one that it waits for; the next one first, undated ones last."""
    cohort = question.team.cohort
    held = MasterClass.objects.alive().filter(Q(held_on=None) | Q(held_on__gte=cohort.today()), cohort=cohort)
    classes = list(held.order_by(F("held_on").asc(nulls_last=True), "pk")[:MOST_CLASSES])
    before = question.for_class
    return classes if before is None or before in classes or before.is_removed else [before, *classes]


def _reachable(question: Question) -> list[Member]:
    """Who is in the team now; who teaches there first."""
    here = Member.objects.filter(team=question.team_id).seated_on(question.team.cohort.today()).order_by("name", "pk")
    return sorted(here, key=lambda person: person.role not in Member.TEACHING)


class SentenceField(forms.CharField):
    """Lines end as in every other text, before they are counted."""

    def to_python(self, value: str | None) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class EndorsementForm(forms.Form):
    """`instead_of`: the confirmation that stood there when the page was opened."""

    sentence = SentenceField(
        label=_("In a sentence: why it is right, or what else matters"),
        required=False,
        max_length=Comment.LONGEST,
        widget=EditorWidget,
    )
    instead_of = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["sentence"].widget.team = team


class AnswerOnPageForm(RowForm):
    """An answer among the others on the admin's page of their question."""

    is_the_accepted = forms.BooleanField(label=_("The accepted answer"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_the_accepted"].initial = self.instance.is_accepted


class AnswerFormSet(RowFormSet):
    """The answers of one question, of which at most one is accepted."""

    def clean(self) -> None:
        super().clean()
        if len(self._ticked()) > 1:
            raise forms.ValidationError(_("A question has one accepted answer. Tick one."))

    def settle_acceptance(self, by) -> None:
        """Bring acceptance to what was ticked, after the answers themselves were saved."""
        ticked, question = self._ticked(), self.instance
        before = question.answers.accepted().first()
        if ticked and ticked[0] != before:
            ticked[0].accept(by=by)
        elif not ticked and before and any("is_the_accepted" in form.changed_data for form in self.forms):
            question.unaccept()

    def _ticked(self) -> list:
        return [
            form.instance
            for form in self.forms
            if getattr(form, "cleaned_data", {}).get("is_the_accepted") and not form.cleaned_data.get("DELETE")
        ]
