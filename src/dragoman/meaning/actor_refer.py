"""Nominals and pronouns → the drafts that they stand for, by fit, place in the clause, recency."""

from collections.abc import Callable, Iterable, Sequence

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_drafts import Draft, Drafts
from dragoman.meaning.actor_phrases import Phrase
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind
from dragoman.types import Mention

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
_REACH = 5
"""How many sentences back an antecedent may stand."""
_COUNTS = {"both": 2, "neither": 2, "two": 2, "three": 3, "four": 4}


class Referrer:
    """Answers "who is meant here?" from the mentions that the drafts have so far."""

    def __init__(self, tree: Tree, drafts: Drafts) -> None:
        self.tree = tree
        self.drafts = drafts
        self.quoted = _quoted(tree)
        self.shared: set[int] = set()
        """Heads of mentions that mean several ("both leaders")."""

    def pronoun(self, i: int) -> list[Draft]:
        """Who a third-person pronoun stands for; empty where nobody fits."""
        low = self.tree.lower[i]
        if low in ("himself", "herself", "itself", "themselves"):
            beside = [d for d in self.drafts.all if self._ends_before(d, i)]
            if beside:  # "Vell herself"
                return beside[-1:]
        if low in HE or low in SHE:
            return self._single(i, "m" if low in HE else "f")
        if low in THEY:
            return self._many(i)
        return self._thing(i) if low in IT else []

    def _ends_before(self, draft: Draft, i: int) -> bool:
        spans = (m.span for m in (*draft.strong, *draft.weak))
        return any(self.tree.within(span).stop == i for span in spans)

    def nominal(self, phrase: Phrase, owners: Sequence[Draft] = ()) -> Draft | None:
        """The one whom a definite phrase refers back to ("the minister", "the US president").

        `owners`: whom its possessive pronoun stands for ("her party" is not "his party").
        """
        form = " ".join(self.tree.lower[phrase.noun : phrase.end])
        full = spec(self.tree, phrase)
        role = phrase.role
        owner = self.drafts.at.get(phrase.owner.first) if phrase.owner is not None else None
        if owner is None and len(owners) == 1:
            owner = owners[0]

        def fits(draft: Draft) -> bool:
            if draft is owner:
                return False
            if phrase.country and draft.country and phrase.country != draft.country:
                return False
            if phrase.country and not draft.country and draft.person:
                return False
            if owner is not None and not _serves(draft, owner):
                return False
            if not draft.person:
                fit = full if phrase.body is not None and full in draft.forms else form
                exact = full == form or full in draft.forms
                return role is None and exact and fit in draft.forms
            if role is None or draft.plural != phrase.plural:
                return False
            named = form in draft.forms or (role.kind in _NARROW and draft.role == role.role)
            return named or (role.kind == "leader" and draft.rank == "head")

        found = self._ranked(phrase.noun, fits, _own=False)
        return found[0] if found else None

    def called(self, i: int, noun: str) -> Draft | None:
        """The one last called by a noun ("the government" of the sentence before)."""
        found = self._ranked(i, lambda draft: noun in draft.called, _own=False)
        return found[0] if found else None

    def sides(self, i: int) -> list[Draft]:
        """The two parties that the report, up to a token, tells most of; empty if there is none.

        The one that acts on them is no party ("Chile urged both sides").
        """
        actor = self._acting(i)
        counts: list[tuple[float, int, Draft]] = []
        parties: dict[int, list[Draft]] = {}
        for draft in self.drafts.all:
            if self._party(draft):
                for mention in draft.strong:
                    parties.setdefault(mention.head, []).append(draft)
        for draft in self.drafts.all:
            if not self._party(draft) or actor is draft:
                continue
            before = [m.head for m in draft.strong if m.head < i]
            weight = len(before) + 0.3 * sum(m.head < i for m in draft.weak)
            for other in self.drafts.all:
                if other.person and (other.owner is draft or _same_state(other, draft)):
                    weight += 0.5 * sum(m.head < i for m in other.strong)
            if before:
                weight += 2 * any(
                    self._coupled(draft, m.head, parties) for m in draft.strong if m.head < i
                )
                counts.append((weight, max(before), draft))
        best = sorted(counts, key=lambda c: c[:2])[-2:]
        return [draft for *_, draft in sorted(best, key=lambda c: c[1])] if len(best) == 2 else []

    def _coupled(self, draft: Draft, head: int, parties: dict[int, list[Draft]]) -> bool:
        """ "between Chile and Peru": told side by side with one other of the `parties`, which stand
        under their heads."""
        beside = (other for at in self.tree.conjuncts(head) for other in parties.get(at, ()))
        others = {id(other) for other in beside if other is not draft}
        top = self._top(head)
        return len(others) == 1 or (top != head and len(self.tree.conjuncts(top)) == 2)

    def _acting(self, i: int) -> Draft | None:
        """The subject of the clause that a token is an object of."""
        verb = self.tree.head(i)
        subject = None if verb is None else self.tree.subject(verb)
        if subject is None or subject == i:
            return None
        for draft in self.drafts.all:
            if any(m.head == subject for m in (*draft.strong, *draft.weak)):
                return draft
        return None

    def _party(self, draft: Draft) -> bool:
        if draft.rank == "state":
            return True
        if draft.person:
            head = draft.rank == "head" and draft.named
            return head and self.drafts.find_state(draft.country) is None
        return draft.kind is ActorKind.GROUP and draft.named and draft.sector != "MED"

    def group(self, phrase: Phrase) -> list[Draft]:
        """The several whom a plural definite phrase means ("both leaders", "the two sides")."""
        count = _COUNTS.get(phrase.opener, 0)
        opening = range(phrase.first, phrase.noun)
        count = count or max((_COUNTS.get(self.tree.lower[i], 0) for i in opening), default=0)

        def fits(draft: Draft) -> bool:
            role = phrase.role
            if role is None or not draft.person or draft.plural:
                return False
            named = form in draft.forms or (role.kind in _NARROW and draft.role == role.role)
            return named or (role.kind == "leader" and draft.rank == "head")

        form = world.singular(" ".join(self.tree.lower[phrase.noun : phrase.end]))
        found = self._recent(phrase.noun, fits, count or 2)
        if len(found) < (count or 2):
            return []
        if not count and len({self._sentence(d, phrase.noun) for d in found}) > 1:
            return []
        return found

    # --- pronouns ----------------------------------------------------------------------------

    def _single(self, i: int, gender: str) -> list[Draft]:
        def fits(draft: Draft) -> bool:
            return draft.person and not draft.plural and draft.gender in ("", gender)

        found = self._ranked(i, fits, sure=lambda draft: draft.gender == gender)
        if found and not found[0].gender:
            found[0].gender = gender
        return found[:1]

    def _many(self, i: int) -> list[Draft]:
        best: tuple[float, list[Draft]] = (0.0, [])
        groups: dict[int, list[Draft]] = {}
        spoken: dict[int, Mention] = {}
        for draft in self.drafts.all:
            for mention in (*draft.strong, *draft.weak):
                if mention.head < i and self._near(mention.head, i):
                    top = self._top(mention.head)
                    groups.setdefault(top, []).append(draft)
                    spoken.setdefault(top, mention)
        for head, members in groups.items():
            distinct = list(dict.fromkeys(members))
            single = distinct[0]
            several = len(distinct) > 1 or single.plural
            body = not single.person and single.rank != "state" and self._subject(head)
            several = several or (body and self._near(head, i, 1))
            if not several or not self._near(head, i) or self._bound(head, i):
                continue
            many = len(distinct) > 1 or distinct[0].plural
            score = self._score(spoken[head], i) + (20 if many else 0)
            best = max(best, (score, distinct), key=lambda pair: pair[0])
        return best[1] if best[0] >= 75 else self._together(i) or best[1]

    def _together(self, i: int) -> list[Draft]:
        """The two persons of the sentence before ("Vell met Orr. They signed.")."""
        found = self._recent(i, lambda d: d.person and not d.plural, 2)
        last = self.tree.sentence_of[i] - 1
        return found if [self._sentence(d, i) for d in found] == [last, last] else []

    def _thing(self, i: int) -> list[Draft]:
        tree = self.tree
        head = tree.head(i)
        if head is None:
            return []
        if tree.lower[i] != "its":
            opens = tree.having(head, ("ccomp", "xcomp"))
            if tree.relation(i) != "nsubj" or not opens or tree.tokens[head].upos != "VERB":
                return []

        def fits(draft: Draft) -> bool:
            return not draft.person and not draft.plural

        found = self._ranked(i, fits, reach=1, subjects=True)
        return found[:1]

    # --- ranking -----------------------------------------------------------------------------

    def _ranked(
        self,
        i: int,
        fits: Callable[[Draft], bool],
        reach: int = _REACH,
        subjects: bool = False,
        _own: bool = True,
        sure: Callable[[Draft], bool] | None = None,
    ) -> list[Draft]:
        """Fitting drafts with a mention before a token, the most salient first."""
        best: dict[int, tuple[float, Draft]] = {}
        for draft in self.drafts.all:
            if not fits(draft):
                continue
            for mention in (*draft.strong, *draft.weak):
                head = mention.head
                if head >= i or not self._near(head, i, reach if _own else 40):
                    continue
                if self._bound(head, i) or (subjects and not self._prominent(head, i)):
                    continue
                if (_own and self._speaks_over(head, i)) or (not _own and self._above(head, i)):
                    continue
                score = self._score(mention, i) + (15 if sure and sure(draft) else 0)
                if head in self.shared:
                    score -= 20  # "the presidents" keeps one in mind, though less than a name
                if id(draft) not in best or best[id(draft)][0] < score:
                    best[id(draft)] = (score, draft)
        return [draft for _, draft in sorted(best.values(), key=lambda p: p[0], reverse=True)]

    def _recent(self, i: int, fits: Callable[[Draft], bool], count: int) -> list[Draft]:
        """The last drafts that fit, in the order of their last mentions."""
        found = [(m.head, d) for d in self.drafts.all if fits(d) and (m := d.latest(i))]
        last = sorted(found, key=lambda pair: pair[0])[-count:]
        return [draft for _, draft in last]

    def _score(self, mention: Mention, i: int) -> float:
        tree, head = self.tree, mention.head
        gap = tree.sentence_of[i] - tree.sentence_of[head]
        score = 100.0 - 30 * gap + (head - i) / 1000
        if head in self.quoted and i not in self.quoted and gap == 0:
            score -= 40  # "“We trust Vell,” he said": "he" is the speaker, not Vell
        verb = self._verb(mention)
        relation = tree.tokens[self._top(head)].relation
        if verb is not None:
            score += 28 if tree.head(verb) is None else 18
        elif self._told(head):
            score += 20
        elif relation in ("obj", "iobj"):
            score += 6
        elif relation == "nmod:poss":
            score += 4
        return score

    def _told(self, head: int) -> bool:
        """ "in the words of Vell", "according to Vell": who speaks, though no subject."""
        before = self.tree.lower[max(head - 4, 0) : head]
        return "according" in before or ("words" in before and "of" in before)

    def _verb(self, mention: Mention) -> int | None:
        """The verb whose subject a mention is: by the parse, else the one right after it."""
        tree = self.tree
        top = self._top(mention.head)
        if tree.relation(top) == "nsubj":
            return tree.head(top)
        at = tree.within(mention.span).stop
        while at < len(tree) and tree.tokens[at].upos in ("ADV", "AUX"):
            at += 1
        if at < len(tree) and tree.tokens[at].xpos in ("VBD", "VBZ", "VBP"):
            # A torn parse leaves the verb of "Spokesman Vell said" without its subject.
            return None if tree.having(at, ("nsubj",)) else at
        return None

    def _top(self, head: int) -> int:
        """The first member of the coordination that a token belongs to, out of titles too."""
        tree = self.tree
        at = head
        for _ in range(6):
            above = tree.head(at)
            if above is None or tree.relation(at) not in ("conj", "flat", "appos"):
                break
            at = above
        return at

    def _near(self, head: int, i: int, reach: int = _REACH) -> bool:
        return self.tree.sentence_of[i] - self.tree.sentence_of[head] <= reach

    def _subject(self, head: int) -> bool:
        return self.tree.relation(self._top(head)) == "nsubj"

    def _prominent(self, head: int, i: int) -> bool:
        """A subject, a lone noun ("And the Front?"), or for "its" an object just before."""
        relation = self.tree.relation(self._top(head))
        if relation in ("nsubj", "root"):
            return True
        near = self.tree.sentence_of[head] == self.tree.sentence_of[i]
        return near and self.tree.lower[i] == "its" and relation == "obj"

    def _sentence(self, draft: Draft, before: int) -> int:
        mention = draft.latest(before)
        return -1 if mention is None else self.tree.sentence_of[mention.head]

    def _bound(self, head: int, i: int) -> bool:
        """Whether both are arguments of one verb, which rules the same person out; a participle
        shares its verb's subject: "Asked about Vell, he said …"."""
        tree = self.tree
        if tree.relation(i) not in ("obj", "iobj", "obl", "nsubj"):
            return False
        if tree.relation(self._top(head)) not in ("nsubj", "obj", "iobj", "obl"):
            return False
        if tree.lower[i].endswith(("self", "selves")):
            return False
        verb, own = tree.head(self._top(head)), tree.head(i)
        return verb == own or (tree.relation(i) == "nsubj" and self._opens(verb, own))

    def _opens(self, verb: int | None, main: int | None) -> bool:
        """Whether a verb is a participle before the main one; "Asked" may pass for a past."""
        tree = self.tree
        if verb is None or main is None or not verb < main or tree.having(verb, ("nsubj", "mark")):
            return False
        if tree.head(verb) == main:
            past = tree.tokens[verb].xpos in ("VBG", "VBN", "VBD")
            return past and tree.relation(verb) == "advcl"
        first = tree.sentence_tokens(verb).start == verb and tree.tokens[verb].upos == "VERB"
        return first and tree.head(main) == verb and tree.relation(main) == "parataxis"

    def _speaks_over(self, head: int, i: int) -> bool:
        """Whether the pronoun stands in quoted words whose speaker is the candidate."""
        return i in self.quoted and head not in self.quoted and self._above(head, i)

    def _above(self, head: int, i: int) -> bool:
        """Whether a mention is the subject of a clause that the other stands inside of."""
        verb = self.tree.head(self._top(head))
        return self._subject(head) and verb is not None and verb in self.tree.ancestors(i)


_NARROW = frozenset({"head", "deputy", "minister", "spokesperson", "envoy", "igo", "local"})
"""Classes whose role nouns mean the same post in other words ("top diplomat")."""


def spec(tree: Tree, phrase: Phrase) -> str:
    """A phrase's noun with the plain words before it: "interior ministry", "splinter faction"."""
    first = phrase.noun
    while first > phrase.first:
        token, word = tree.tokens[first - 1], tree.words[first - 1]
        if token.upos not in ("NOUN", "ADJ") or not word[0].islower() or token.xpos == "JJS":
            break
        first -= 1
    return " ".join(tree.lower[first : phrase.end])


def _serves(draft: Draft, owner: Draft) -> bool:
    """Whether one is, or may be, the other's: by what is known of its owner or country."""
    if draft.owner is not None:
        return draft.owner is owner or owner.owner is draft
    if owner.owner is draft:
        return True
    return _same_state(draft, owner) and not (owner.named and owner.person and draft.person)


def _same_state(draft: Draft, other: Draft) -> bool:
    return other.country is not None and draft.country == other.country


def _quoted(tree: Tree) -> set[int]:
    """Tokens inside quotation marks; a mark left open ends with its sentence."""
    found: set[int] = set()
    for sentence in tree.tags.sentences:
        inside = False
        for i in range(sentence.first, sentence.last):
            word = tree.words[i]
            if word in ("“", "«") or (word == '"' and not inside):
                inside = True
            elif word in ("”", "»", '"'):
                inside = False
            elif inside:
                found.add(i)
    return found


def pronouns(tree: Tree) -> Iterable[int]:
    """Third-person pronouns of a text."""
    every = HE | SHE | THEY | IT
    return (i for i, low in enumerate(tree.lower) if low in every and tree.tokens[i].upos == "PRON")
