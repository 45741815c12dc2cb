"""What the concierge answers in each language: whole conversations, the toolbox's sentences, verdicts, options."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args

import pytest

from dialogue import events as ev
from dialogue.view import view
from dialogue.wording import Phrases
from tests.dialogue import talk
from tests.dialogue.languages.tongues import CORE, OTHERS, PHRASES, said
from tests.dialogue.talk import CATALOGUE, Talk
from tools.catalyst.errors import _SENTENCES as SENTENCES  # pyright: ignore[reportPrivateUsage] - every sentence must be known here
from tools.catalyst.judge import Facts, Verdict, final, gone, judge
from tools.catalyst.models import State as Answer
from tools.catalyst.reach import Reach
from tools.planning import Account, Draft, FreeNames, Plan, validate
from tools.planning.plan import ProblemCode

ENGLISH = re.compile(r"\b(?:the|your|you|shall|with|is|are|and|in|of|to|for|a month|region|machine|cores|say)\b")
FOREIGN = {"de": {"in", "region"}, "fr": {"machine"}, "es": set[str](), "tr": set[str](), "ar": set[str]()}
"""What looks English and is also a word of the language."""
OPENINGS = {
    "de": ("Wir sind eine Bäckerei in Gent und brauchen eine Website", "Backstube Müller, info@backstube.example", "zwei Regionen"),
    "fr": ("Nous sommes une boulangerie à Gand et il nous faut un site web", "Le Fournil, info@fournil.example", "deux régions"),
    "es": ("Somos una panadería en Gante y necesitamos una página web", "Panadería Sol, info@sol.example", "dos regiones"),
    "tr": ("Gent'te bir fırınız, web sitesine ihtiyacımız var", "Fırın Ekmek, info@firin.example", "iki bölge"),
    "ar": ("نحن مخبز في غنت ونحتاج إلى موقع إلكتروني", "اسم المؤسسة مخبز النور والبريد info@noor.example", "noor"),
}
YES = {"de": "ja", "fr": "oui", "es": "sí", "tr": "evet", "ar": "نعم"}


@pytest.fixture(autouse=True)
def every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "CORE", CORE)


def english_in(text: str, language: str) -> set[str]:
    bare = re.sub(r"\S+[@.]\S+|«[^»]*»|„[^“]*“", " ", text)
    return set(ENGLISH.findall(bare)) - FOREIGN[language]


@pytest.mark.parametrize("language", OTHERS)
def test_a_conversation_from_the_first_sentence_to_the_commit(language: str) -> None:
    conversation = Talk(started=ev.ConversationStarted(language=language))
    conversation.say(*OPENINGS[language])
    assert conversation.asking == "email_code"
    card = next(s.read_back for s in reversed(said(conversation)) if s.read_back)
    labels = {line.field: line.label for line in card.lines}
    assert labels["domain"] == PHRASES.of(language).say("label_domain")
    reply = conversation.say(f"{talk.CODE} {YES[language]}")
    assert len(conversation.creates) == 1
    assert conversation.plan["domain"]["fqdn"] in reply
    conversation.ready()
    for utterance in said(conversation):
        assert not english_in(utterance.text, language), utterance.text


def test_the_estimate_is_called_one_and_the_yes_is_asked_for_everywhere() -> None:
    estimate = {"de": "Schätzung", "fr": "estimation", "es": "estimación", "tr": "tahmini", "ar": "تقدير"}
    for language in OTHERS:
        phrases = PHRASES.of(language)
        for key in ("proposal", "confirm_short", "as_it_stands", "plan_price"):
            assert estimate[language].casefold() in _template(phrases, key).casefold()
        for key in ("confirm_with_code", "confirm_code_sent", "clear_yes", "again_email_code"):
            assert re.search(rf"(?i)\b{YES[language]}\b|evet", _template(phrases, key)), (language, key)


def _template(phrases: Phrases, key: str) -> str:
    return " ".join(phrases.templates[key])


def test_a_language_asked_for_is_spoken_from_then_on_and_english_is_untouched() -> None:
    conversation = Talk()
    first = conversation.say("We are a bakery in Ghent and need a website")
    assert "I suggest Falkenstein, Germany, which suits Ghent best" in first
    assert "Deutschland" in conversation.say("Deutsch bitte", "wir brauchen auch Buchungen und zwei Regionen in Deutschland") or conversation.state.language == "de"
    assert not english_in(said(conversation)[-1].text, "de")


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_seed_says_the_same(language: str) -> None:
    texts = []
    for _ in range(2):
        conversation = Talk(started=ev.ConversationStarted(language=language, seed=7))
        conversation.say(*OPENINGS[language])
        texts.append([utterance.text for utterance in said(conversation)])
    assert texts[0] == texts[1]


@pytest.mark.parametrize("language", OTHERS)
def test_a_title_that_is_pressed_is_the_option(language: str) -> None:
    conversation = Talk(started=ev.ConversationStarted(language=language))
    conversation.say(*OPENINGS[language], talk.CODE)
    utterance = said(conversation)[-1]
    assert (utterance.options, utterance.titles) == (("yes",), (PHRASES.of(language).form("option", "yes"),))
    assert view(conversation.state)["optionTitles"] == list(utterance.titles)
    conversation.say(utterance.titles[0])
    assert len(conversation.creates) == 1


def test_english_utterances_have_no_titles() -> None:
    conversation = Talk()
    conversation.say(talk.WHOLE)
    assert all(utterance.titles == () for utterance in said(conversation))


def test_the_view_speaks_the_language_where_words_are_given() -> None:
    conversation = Talk(started=ev.ConversationStarted(language="de"), taken=frozenset({"backstube"}))
    conversation.say("Wir heißen Backstube und brauchen Medusa, info@backstube.example")
    told, plain = view(conversation.state, CORE.words), view(conversation.state)
    assert [p["code"] for p in told["problems"]] == [p["code"] for p in plain["problems"]]
    assert told["problems"] != plain["problems"]
    for problem in told["problems"]:
        assert not english_in(problem["message"], "de"), problem
    assert plain == {**view(conversation.state, CORE.words.of("en")), "problems": plain["problems"], "notes": plain["notes"]}


WISHES: tuple[dict[str, Any], ...] = (
    {"regions": ("Brazil",)}, {"regions": ("Atlantis",)}, {"regions": ("fsn1", "fsn1")}, {"region_count": 9}, {"region_count": 3},
    {"regions": ("fsn1", "hel1", "nbg1"), "region_count": 2}, {"regions": ("fsn1", "hel1"), "region_count": 1},
    {"residency": "eu", "regions": ("ash",)}, {"residency": "us", "regions": ("fsn1",)}, {"residency": "eu", "region_count": 5}, {"residency": "us", "region_count": 4},
    {"residency": "eu", "location": "Ghent"}, {"residency": "us", "location": "Ghent"}, {"location": "Muscat"}, {"organisation": "Acme"}, {"regions": ("ash",)},
    {"regions": ("Finland",), "region_count": 2}, {"regions": ("hel1", "hel1", "fsn1", "nbg1", "ash", "hil")}, {"compliance": ("gdpr",)},
    {"compliance": ("gdpr", "dora")}, {"compliance": ("fedramp",)}, {"industry": "clinic", "location": "Berlin"}, {"industry": "bank", "location": "Paris"},
    {"size": "cx11"}, {"size": "elephant"}, {"size": "zzz9"}, {"size": "cpx21"}, {"size": "ccx13"}, {"size": "cpx22"}, {"size": "extra large dedicated"}, {"size": "extra large arm"},
    {"size": "cax31", "regions": ("ash",)}, {"size": "cx53", "regions": ("ash",)}, {"size": "large arm", "regions": ("ash",)}, {"size": "large intel", "regions": ("hil",)},
    {"size_need": {"vcpu": 500}}, {"size_need": {"ram_gb": 5000}}, {"size_need": {"vcpu": 1, "ram_gb": 9000}}, {"size_need": {"vcpu": 32}}, {"size_need": {"vcpu": 32, "ram_gb": 100}},
    {"workers": 70}, {"workers": 2, "region_count": 2}, {"worker_size": "elephant", "workers": 1}, {"domain": "-x-"}, {"domain": "###"}, {"domain": "www.omani.works"},
    {"domain": "omani.works"}, {"domain": "1.example.com"}, {"domain": "a." * 25 + "example.com"}, {"domain": "acme"}, {"domain": "taken"}, {"domain": "admin"}, {"domain": "shop.omani.homes"},
    {"email": "info.acme.com"}, {"organisation": "!!!"}, {"apps": ("floristry",)}, *({"apps": (slug,)} for slug in CATALOGUE.apps), {"provider": "aws"}, {"provider": "nowhere"},
    {"mesh_name": "9", "region_count": 2}, {"mesh_id": 999, "region_count": 2}, {"ssh_public_key": "nothing"},
)  # fmt: skip


class _Unsure(FreeNames):
    async def check(self, label: str, pool: str) -> Any:
        verdict = await super().check(label, pool)
        return type(verdict)(False, "pdm-unavailable") if label == "acme" else verdict


def findings() -> Iterator[tuple[str, str]]:
    """Every problem and note that the wishes lead to."""
    for wish in WISHES:
        for account in (Account(), Account("customer"), Account("customer", frozenset({"hetznerToken"}), rejected=True)):
            for ceiling in (None, Decimal(5)):
                draft = Draft.model_validate({"organisation": "Acme", "email": "ops@acme.example", **wish})
                work = validate(
                    draft, current=Plan(regions=("fsn1",), size="cpx42"), catalogue=CATALOGUE, names=_Unsure(frozenset({"taken"})),
                    account=account, ceiling=ceiling,
                )  # fmt: skip
                answer = talk._now(work)  # pyright: ignore[reportPrivateUsage] - it never waits
                yield from ((p.code, p.message) for p in answer.problems)
                yield from ((n.code, n.message) for n in answer.notes)


FOUND = sorted(set(findings()))


def test_the_wishes_lead_to_problems_of_all_kinds() -> None:
    assert {code for code, _ in FOUND} >= set(get_args(ProblemCode)) - {"credentials_rejected", "credentials_missing"}


@pytest.mark.parametrize("language", OTHERS)
def test_every_problem_and_note_of_the_toolbox_has_its_words(language: str) -> None:
    words = CORE.words.of(language)
    unknown = [message for _, message in FOUND if not words.message(message)]
    assert unknown == []
    for _, message in FOUND:
        assert not english_in(words.message(message), language), words.message(message)


@pytest.mark.parametrize("language", OTHERS)
def test_every_failure_of_the_service_that_a_plan_can_meet_has_its_words(language: str) -> None:
    words = CORE.words.of(language)
    met = set(SENTENCES) - {
        "not-found", "job-not-found", "execution-not-found", "unauthenticated", "not-handover-ready", "signer-not-configured", "missing-fqdn",
        "mint-failed", "seed-timeout", "not-watchable", "not-implemented", "kubeconfig-file-missing", "pin-rate-limited",
    }  # fmt: skip
    assert [code for code in sorted(met) if not words.message(SENTENCES[code])] == []
    assert words.message("A sentence nobody knows.", otherwise="tool_failed") == PHRASES.of(language).say("tool_failed")


def verdicts() -> Iterator[Verdict]:
    """A verdict of each kind."""
    ends = ("ready", "failed", "timeout", "flux-not-reconciling", "kubeconfig-missing", "watcher-start-failed", "strange-thing", "")
    errors = ("", "catalyst-api restarted during provisioning", "kubeconfig file lost across catalyst-api restart: x", "quota exceeded")
    parts: tuple[dict[str, str], ...] = ({}, {"gitea": "failed"}, {"hel1-2:harbor": "installing"}, dict.fromkeys("abcdefgh", "installing"), {"gitea": "installed"})
    for status in ("ready", "failed", "wiped"):
        for end in ends:
            for error in errors:
                for components in parts:
                    for reach in (None, Reach(None), Reach("unchecked"), Reach("name"), Reach("certificate"), Reach("console")):
                        answer = Answer.model_validate({"id": "1", "status": status, "error": error, "result": {"phase1Outcome": end}})
                        for phase in ("", "tofu-init", "tofu-plan", "tofu-apply", "tofu-output", "flux-bootstrap"):
                            found = judge(answer, components, Facts(phase0=phase, pooled=phase == "tofu-init", reach=reach))
                            yield from (found, final(found))
    yield gone()


SENTENCES_OF_VERDICTS = sorted({verdict.sentence for verdict in verdicts()})


@pytest.mark.parametrize("language", OTHERS)
def test_every_verdict_has_its_words(language: str) -> None:
    words = CORE.words.of(language)
    assert len(SENTENCES_OF_VERDICTS) > 20
    assert [sentence for sentence in SENTENCES_OF_VERDICTS if sentence and not words.message(sentence)] == []
    for sentence in SENTENCES_OF_VERDICTS:
        assert not english_in(words.message(sentence), language), words.message(sentence)


def test_values_are_said_as_the_language_says_them() -> None:
    words = CORE.words.of("de")
    assert words.message("I suggest Nuremberg, Germany, which suits Vienna best.") == (
        "Ich schlage Nürnberg, Deutschland, vor; das passt am besten zu Ihrem Standort (Wien)."
    )
    assert words.message("The address a.omani.works is taken already. Free are a-cloud, a-2. Which one shall I take?") == (
        "Die Adresse a.omani.works ist schon vergeben. Frei sind: a-cloud und a-2. Was davon soll ich nehmen?"
    )
    assert words.message("Installing gitea in hel1-2, harbor and 3 more failed. Something else.", otherwise="verdict_failed") == (
        PHRASES.of("de").say("verdict_failed")
    )
    assert CORE.words.of("fr").message("No machine has 500 cores and 5000 GB.") == "Aucune machine n'offre 500 cœurs et 5000 Go."
    assert "1.234,50 Euro" in words.message("At EUR 1234.50 a month this is more than I may order by myself.")


TRIED = {
    "de": "was kostet es mit zwei Workern?", "fr": "combien avec deux workers ?", "es": "¿cuánto cuesta con dos workers?",
    "tr": "iki işçi düğümle ne kadar tutar?",
}  # fmt: skip


def quoted(language: str, key: str) -> str:
    """The first command that a phrase tells the person to say."""
    found = re.search(r"[«„]\s*([^»“]+?)\s*[»“]", PHRASES.of(language).templates[key][0])
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("language", OTHERS)
def test_what_it_tells_the_person_to_say_is_understood(language: str) -> None:
    def begun() -> Talk:
        conversation = Talk(started=ev.ConversationStarted(language=language))
        conversation.say(*OPENINGS[language])
        return conversation

    conversation = begun()
    mails = len(conversation.mails)
    conversation.say(quoted(language, "code_expired"), talk.CODE)
    assert (len(conversation.mails), conversation.creates) == (mails + 1, []), "a new code is no yes"
    conversation = begun()
    conversation.say(quoted(language, "advice_ask_person"))
    assert conversation.state.human
    conversation = begun()
    conversation.say(quoted(language, "advice_retry"))
    assert conversation.state.understood is not None
    assert [(act.name, act.topic) for act in conversation.state.understood.acts] == [("affirm", "retry")]


@pytest.mark.parametrize("language", sorted(TRIED))
def test_what_a_question_tried_is_taken_as_it_was_told_to(language: str) -> None:
    conversation = Talk(started=ev.ConversationStarted(language=language))
    conversation.say(*OPENINGS[language], TRIED[language], quoted(language, "price_supposed"))
    assert conversation.plan["workers"] == 2


@pytest.mark.parametrize("words", ["yes, send a new code", "send a new code please, yes"])
def test_a_yes_to_another_code_creates_nothing(words: str) -> None:
    conversation = Talk()
    conversation.say(talk.WHOLE, words, talk.CODE)
    assert conversation.creates == []
    conversation.say("yes")
    assert len(conversation.creates) == 1
