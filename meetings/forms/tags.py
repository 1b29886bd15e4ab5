from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.forms.fields import NamesField
from meetings.forms.rows import NounForm
from meetings.models import Tag
from meetings.models.tags import other_words
from meetings.models.teams import spoken


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

    def clean(self):
        cleaned = super().clean()
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

    def _taken(self) -> dict[str, str]:
        """Each word that means another tag of the cohort."""
        others = Tag.objects.filter(cohort=self.instance.cohort_id).exclude(pk=self.instance.pk)
        return {spoken(word): tag.name for tag in others for word in (*tag.synonyms, tag.name)}
