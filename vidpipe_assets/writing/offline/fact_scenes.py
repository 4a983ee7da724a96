"""The scenes of a video told from facts: its hook, each fact in its words and its picture, and its ending.

Nothing is decided here but how a fact that was chosen is announced and shown; `fact_script` chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vidpipe_assets.model.pictures import IconCard, Picture, Rank
from vidpipe_assets.model.theme import Theme
from vidpipe_assets.model.trends import Fact
from vidpipe_assets.writing.beats import all_possible_values, in_spoken_order, number_word
from vidpipe_assets.writing.cards import fact_icon, fact_picture, retitled
from vidpipe_assets.writing.offline.arrangement import arrange_pictures
from vidpipe_assets.writing.offline.fact_choice import SeededRandom
from vidpipe_assets.writing.offline.flow import let_flow
from vidpipe_assets.writing.offline.formats import ASKING, BEST_LAST, YEAR
from vidpipe_assets.writing.offline.headlines import under_heading, with_early_title
from vidpipe_assets.writing.offline.joins import Promise, is_sad, join_up
from vidpipe_assets.writing.offline.openings import Opening
from vidpipe_assets.writing.offline.telling import Piece, Telling, with_lead, without_lead
from vidpipe_assets.writing.offline.topics import announced_topic, topic_of
from vidpipe_assets.writing.offline.wording import Ending, end_draft, surprise_leads
from vidpipe_assets.writing.pace import SpeechSeconds
from vidpipe_assets.writing.picture_content import shown
from vidpipe_assets.writing.plans import SceneDraft, Script, search_terms
from vidpipe_assets.writing.shown import figure_text, says_all
from vidpipe_assets.writing.text import MOST_WORDS, capitalize_first, folded_words, sentences, truncate

_SMALL_NUMBER = 12

_AT_ONCE = 4
"""A year among so many first words is said as soon as it is seen above the picture."""

_LEAST_JOINED_S = 20
"""In a shorter video a join would leave no room for what it joins."""


@dataclass(frozen=True)
class SceneWriter:
    """Writes the scenes of one video. `best`: the fact of the hook; `name`: the subject, as sentences call it."""

    kind: str
    subject: str
    name: str
    best: Fact
    theme: Theme
    rng: SeededRandom
    spoken_s: SpeechSeconds

    def drafts(
        self, told: Sequence[tuple[Telling, int]], opening: Opening, ending: Ending, way: int
    ) -> tuple[SceneDraft, ...]:
        """The scenes of what is `told`, as `announced` gives it. `way`: the index of the ending's words."""
        end = [end_draft(ending, way, self.subject)] if ending.ways else []
        return (self._hook(opening), *self._fact_scenes(told), *end)

    def announced(
        self, told: Sequence[Telling], opening: Opening, *, counts: bool, joins: int = 0
    ) -> list[tuple[Telling, int]]:
        """Each telling with its lead and, where the lead says it, its number in the countdown.

        `joins`: how many joins there may be between those that are not counted.
        """
        if self.kind in ASKING:
            return [(without_lead(one, opening.said_for_all) if not i else one, 0) for i, one in enumerate(told)]
        called = let_flow(told, self.name)
        if not counts and self.theme.format.seconds < _LEAST_JOINED_S:
            return [(one, 0) for one in called]
        if not counts:
            said, tone = opening.narration, self.theme.tone
            joined = join_up(called, self.subject, tone, self.rng, joins, said, self._promise(told, opening))
            return [(one, 0) for one in joined]
        known = f"{opening.narration} {' '.join(opening.picture.lines)}"
        leads = surprise_leads(
            [announced_topic(one.fact, one.text, known) for one in told],
            [MOST_WORDS - len(one.pieces[0].text.split()) for one in called],
            ["plain" if is_sad(one.text) else self.theme.tone for one in called],
            self.rng,
        )
        led = [with_lead(one, lead) for one, lead in zip(called, leads, strict=True)]
        return [(one, len(told) - i) for i, one in enumerate(led)]

    def _promise(self, told: Sequence[Telling], opening: Opening) -> Promise | None:
        """What the last fact answers, where that is what the opening has asked."""
        if self.kind not in BEST_LAST or told[-1].id not in opening.evidence:
            return None
        riddle = self.best.tease.riddle if self.best.tease and self.best.id == told[-1].id else ""
        return Promise(opening.narration, " ".join(opening.picture.lines), riddle, opening.back)

    def _hook(self, opening: Opening) -> SceneDraft:
        asks = self.kind in ("quiz", "myth_or_fact")
        icon = "circle-help" if asks else fact_icon(self.best)
        return SceneDraft(
            narration=opening.narration,
            title=self.subject,
            kicker=self._kicker(),
            picture=opening.picture,
            icon=icon,
            evidence=opening.evidence,
            source=self.best.source.name if opening.evidence else "",
            about=self.subject,
            terms=search_terms(self.subject, "" if asks else self.best.short, icon),
            event=self.best.tease.event if self.best.tease and self.best.id in opening.evidence else None,
        )

    def _kicker(self) -> str:
        return self.subject if len(self.subject) <= 24 else self.theme.channel

    def _fact_scenes(self, told: Sequence[tuple[Telling, int]]) -> list[SceneDraft]:
        pieces = [(one, piece, rank) for one, rank in told for piece in one.pieces]
        templates = arrange_pictures([(piece, bool(rank)) for _, piece, rank in pieces])
        count = len(told)
        return [
            self._scene(one, piece, template, rank, count)
            for (one, piece, rank), template in zip(pieces, templates, strict=True)
        ]

    def _scene(self, one: Telling, piece: Piece, template: str, rank: int, count: int) -> SceneDraft:
        fact = one.fact
        as_told = fact.model_copy(update={"figure": piece.figure})
        text = capitalize_first(piece.text)
        picture = piece.picture or fact_picture(as_told, template, rank or 1, count, self.subject, text)
        topic = topic_of(fact, text)
        if piece.picture is None and not piece.lead and says_all(topic, text):  # a lead has said the topic
            picture = retitled(picture, topic, text)
        lead = "" if piece.asks else piece.lead  # a question's card shows what it is led in by
        if piece.picture is None and piece.heading and (headed := under_heading(picture, piece.heading)) != picture:
            picture, lead = headed, ""  # the picture shows what the lead says
        elif piece.picture is None or (piece.asks and not piece.heading):
            picture = with_early_title(picture, fact.short, text, lead, self.subject, self.spoken_s)
        short = fact.short.replace("*", "")
        picture = in_spoken_order(picture, text)
        icon = "circle-help" if piece.asks else fact_icon(fact)
        kicker = self._scene_kicker(piece, template, rank, text, alone=len(one.pieces) == 1)
        return SceneDraft(
            narration=text,
            title=piece.title or short,
            kicker="" if _is_headline(kicker, picture) else kicker,
            picture=picture,
            icon=icon,
            evidence=(fact.id,),
            source=fact.source.name,
            about=self.subject if piece.asks else f"{self.subject}: {fact.short}",
            terms=search_terms(self.subject, "" if piece.asks else short, icon),
            lead=lead,
            pause_s=piece.pause_s,
            event=fact.event,
        )

    def _scene_kicker(self, piece: Piece, template: str, rank: int, text: str, *, alone: bool) -> str:
        """The number in the countdown or the year, where the scene begins with it; else the subject.

        `alone`: the fact has no other scene, whose years may be earlier ones.
        """
        if rank and template != "rank" and piece.lead:
            return f"#{rank}"
        years = YEAR.findall(text) if self.kind == "timeline" and alone else []
        at_once = years and years[0] in " ".join(text.split()[:_AT_ONCE])
        return years[0] if len(years) == 1 and at_once else self._kicker()

    def script(
        self, told: Sequence[Telling], opening: Opening, ending: Ending, drafts: tuple[SceneDraft, ...]
    ) -> Script:
        """The script of these drafts, which tell `told` in this order."""
        facts = [one.fact for one in told]
        return Script(
            subject=self.subject,
            title=truncate(opening.title, 100),
            summary=self._summary(len(facts)),
            call_to_action=ending.action,
            drafts=drafts,
            sources=tuple({fact.source.url: fact.source for fact in reversed(facts)}.values()),
            evidence={fact.id: _evidence(fact) for fact in facts},
            format=self.kind,
        )

    def _summary(self, count: int) -> str:
        number, name = capitalize_first(number_word(count)), self.name
        return {
            "countdown": f"{number} facts about {name}, each with its source, the most surprising one last.",
            "story": f"The story of {name} in {count} facts, each with its source.",
            "versus": f"{capitalize_first(name)}, compared: {count} measures, each with its source.",
            "myth_or_fact": f"{number} claims about {name}: true or false? Each answer with its source.",
            "quiz": f"{number} questions about {name}, each answer with its source.",
            "how_it_works": f"How it works: {name} in {count} facts, each with its source.",
            "timeline": f"{capitalize_first(name)}, one date at a time: {count} facts, each with its source.",
        }[self.kind]


def _is_headline(kicker: str, picture: Picture) -> bool:
    """Whether a card has for a headline what would stand small above it."""
    shown = folded_words(picture.title) if isinstance(picture, IconCard | Rank) else ()
    return bool(shown) and tuple(word for word in shown if word != "the") == folded_words(kicker)


def _evidence(fact: Fact) -> str:
    """What a fact says: its statement, its short form, and what its figure holds beside them."""
    more = [text for text in (figure_text(fact.figure), fact.myth) if text]
    return " ".join([f"{fact.statement} ({fact.short})", *more])


def repeats_a_picture(drafts: Sequence[SceneDraft]) -> bool:
    """Whether two scenes running show the same."""
    return any(one.picture == other.picture for one, other in pairwise(drafts))


def gives_away(drafts: Sequence[SceneDraft]) -> bool:
    """Whether a scene of a quiz says or shows the number that is asked for; small ones count all sorts of things."""
    for at, draft in enumerate(drafts):
        if not draft.pause_s:
            continue
        answer = all_possible_values(sentences(drafts[at + 1].narration)[0])
        for earlier in drafts[: at + 1]:
            seen = shown(earlier.picture)
            known = all_possible_values(" ".join([earlier.narration, *seen.texts, *seen.labels])) | {*seen.values}
            if {value for value in answer & known if value > _SMALL_NUMBER}:
                return True
    return False
