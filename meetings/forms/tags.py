import unicodedata

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import NamesField
from meetings.forms.rows import NounForm
from meetings.models import Cohort, Tag
from meetings.models.fields import validate_visible
from meetings.models.tags import other_words
from meetings.models.teams import spoken

MOST_TAGS = 8  # of one question
MOST_OFFERED = 400  # those that a cohort had first
LONGEST_TAG = Tag._meta.get_field("name").max_length


class TagForm(NounForm):
    """A tag with its other words. No word means two tags of a cohort: those are merged."""

    synonyms = NamesField(
        label=_("Other words for it"),
        required=False,
        help_text=_("One a line: KLD, KL divergence. Whoever searches by one finds what is written by another."),
    )

    class Meta:
        model = Tag
        fields = ["name", "synonyms"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = bool(self.instance.pk)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            self._unite(cleaned)
        words = {name: cleaned[name] for name in ("name", "synonyms") if cleaned.get(name)}
        taken = self._taken() if words else {}
        for name, said in words.items():
            word = next((word for word in ([said] if name == "name" else said) if spoken(word) in taken), None)
            if word:
                told = {"word": word, "tag": taken[spoken(word)]}
                sentence = _("“%(word)s” means #%(tag)s. Merge the two tags.")
                self.add_error(name, forms.ValidationError(sentence, params=told))
        if "name" in cleaned and "synonyms" in cleaned:
            cleaned["synonyms"] = other_words(cleaned["synonyms"], cleaned["name"])
        return cleaned

    def _unite(self, cleaned: dict) -> None:
        """What somebody else has changed since the page was opened stays: words of a tag that was merged with it."""
        stored = type(self.instance).objects.get(pk=self.instance.pk)
        opened = {name: self._opened(name) for name in cleaned}
        if "synonyms" in cleaned and opened["synonyms"] is not None:
            mine = [word for word in cleaned["synonyms"] if word in stored.synonyms or word not in opened["synonyms"]]
            cleaned["synonyms"] = [*mine, *(word for word in stored.synonyms if word not in opened["synonyms"])]
        if "name" in cleaned and opened["name"] not in (None, stored.name) and cleaned["name"] != stored.name:
            if cleaned["name"] == opened["name"]:
                cleaned["name"] = stored.name
            else:
                self._refuse_renaming(stored.name)

    def _opened(self, name: str):
        sent = self.data.get(self.add_initial_prefix(name))
        return None if sent is None else self.fields[name].to_python(sent)

    def _refuse_renaming(self, stored: str) -> None:
        self.data = self.data.copy()
        self.data[self.add_initial_prefix("name")] = stored  # saving again is a choice made in full knowledge
        sentence = _("While you wrote, somebody changed this to “%(value)s”. Save again to have yours instead.")
        self.add_error("name", forms.ValidationError(sentence, params={"value": stored}, code="conflict"))

    def _taken(self) -> dict[str, str]:
        """Each word that means another tag of the cohort."""
        cohort = self.cleaned_data.get("cohort", self.instance.cohort_id)  # in the admin a new tag is told its cohort
        others = Tag.objects.filter(cohort=cohort).exclude(pk=self.instance.pk)
        return {spoken(word): tag.name for tag in others for word in (*tag.synonyms, tag.name)}


class TagMergeForm(forms.Form):
    """Which of the chosen tags stays; all words of the others are other words for it."""

    kept = forms.ModelChoiceField(
        Tag.objects.none(), label=_("Which tag stays"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, tags: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kept"].queryset = tags
        self.cohorts = list(tags.order_by().values_list("cohort", flat=True))

    def clean(self):
        if len(self.cohorts) < 2 or len(set(self.cohorts)) > 1:
            raise forms.ValidationError(_("Choose at least two tags of one cohort."))
        return super().clean()


class TagsWidget(forms.TextInput):
    """With the tags that there are as suggestions of the browser; a script keeps these in step behind a comma."""

    template_name = "components/_tags.html"
    cohort: Cohort | None = None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        known = Tag.objects.filter(cohort=self.cohort).order_by("pk")[:MOST_OFFERED] if self.cohort else ()
        context["widget"]["tags"] = sorted(known, key=lambda tag: tag.name)
        own = context["widget"]["attrs"]
        own |= {"list": f"{own.get('id', name)}_list", "autocomplete": "off", "data-tags": True}
        return context


class TagsField(forms.Field):
    """Names of tags, or other words for them, divided by commas."""

    widget = TagsWidget

    def prepare_value(self, value) -> str:
        return value if isinstance(value, str) else ", ".join(map(str, value or ()))

    def to_python(self, value) -> list[str]:
        names = (unicodedata.normalize("NFC", name).strip().lstrip("#").strip() for name in self._parts(value))
        return list({spoken(name): name for name in names if name}.values())

    def validate(self, value) -> None:
        super().validate(value)
        if len(value) > MOST_TAGS:
            raise forms.ValidationError(_("A question can have %(most)d tags."), params={"most": MOST_TAGS})
        for name in value:
            validate_visible(name)
            if len(name) > LONGEST_TAG:
                raise forms.ValidationError(_("“%(name)s” is too long for a tag."), params={"name": name})

    def has_changed(self, initial, data) -> bool:
        return {spoken(name) for name in self.to_python(initial)} != {spoken(name) for name in self.to_python(data)}

    @staticmethod
    def _parts(value) -> list[str]:
        return value.split(",") if isinstance(value, str) else [str(name) for name in value or ()]
