"""The word that a misspelt LaTeX command or environment must have meant, if there is only one."""

from collections.abc import Iterable

SHORTEST = 4  # letters; of shorter words a slip may mean too many

COMMANDS = (  # noqa: SIM905 - a list of words
    "alpha beta gamma delta epsilon varepsilon zeta theta vartheta iota kappa lambda omicron sigma varsigma tau "
    "upsilon varphi omega Gamma Delta Theta Lambda Sigma Upsilon Omega nabla partial infty hbar ell frac dfrac "
    "tfrac cfrac binom sqrt sum prod coprod int iint iiint oint lim limsup liminf max min sup inf argmax argmin "
    "exp log sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan det dim ker deg gcd Pr text textbf "
    "textit textrm mathbf mathbb mathcal mathfrak mathit mathrm mathsf mathtt boldsymbol operatorname hat bar "
    "tilde vec dot ddot widehat widetilde overline underline overbrace underbrace overset underset stackrel left "
    "right middle bigl bigr Bigl Bigr biggl biggr langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert "
    "vert Vert mid parallel perp cdot cdots ldots vdots ddots dots times div circ bullet star ast oplus otimes "
    "odot leq geq neq approx equiv cong simeq sim propto prec succ subset subseteq supset supseteq notin emptyset "
    "varnothing cup cap bigcup bigcap setminus forall exists nexists neg land lor wedge vee implies iff therefore "
    "because rightarrow leftarrow Rightarrow Leftarrow leftrightarrow Leftrightarrow longrightarrow longleftarrow "
    "mapsto uparrow downarrow hookrightarrow xrightarrow nearrow searrow to gets quad qquad displaystyle "
    "textstyle limits nolimits begin end label tag nonumber color textcolor boxed cancel phantom substack mathop "
    "mathbin prime dagger top"
).split()


def near(wrong: str, words: Iterable[str]) -> str | None:
    """The one word that differs by a single slip: a letter too many, too few, another one, or two swapped."""
    if len(wrong) < SHORTEST:
        return None
    found = [word for word in words if word != wrong and _is_one_slip(wrong, word)]
    return found[0] if len(found) == 1 else None


def _is_one_slip(wrong: str, word: str) -> bool:
    if abs(len(wrong) - len(word)) > 1:
        return False
    same = 0
    while same < min(len(wrong), len(word)) and wrong[same] == word[same]:
        same += 1
    tail, right = wrong[same:], word[same:]
    swapped = len(tail) > 1 and tail[1] + tail[0] + tail[2:] == right
    return swapped or tail[1:] == right or tail == right[1:] or tail[1:] == right[1:]
