"""What terms mean, what apps cost, what is cheaper, why something is needed, where backups are; errands; and sizes said with a place."""

import pytest

from tests.dialogue.languages.tongues import begun
from tests.dialogue.talk import Talk


@pytest.mark.parametrize(
    ("language", "asked", "told"),
    [
        ("en", "what does WordPress cost?", "OMR 5"), ("en", "what do the apps cost?", "OMR 5"), ("en", "is Nextcloud free?", "OMR 5"), ("en", "how much is Ghost?", "OMR 5"), ("de", "was kosten die Apps?", "5 OMR"), ("fr", "combien coûte WordPress ?", "5 OMR"),
        ("es", "¿cuánto cuestan las aplicaciones?", "5 OMR"), ("tr", "WordPress ne kadar?", "5 OMR"), ("ar", "كم تكلف التطبيقات؟", "ر.ع."),
        ("en", "is Ashburn cheaper than Falkenstein?", "the same in every region"), ("en", "what's cheaper, Helsinki or Ashburn?", "the same in every region"), ("de", "was ist günstiger, Helsinki oder Ashburn?", "in jeder Region dasselbe"),
        ("fr", "Ashburn est-il moins cher que Falkenstein ?", "le même prix"), ("es", "¿Ashburn es más barato que Falkenstein?", "lo mismo"), ("tr", "Ashburn Falkenstein'dan daha mı ucuz?", "aynı fiyat"), ("ar", "هل أشبورن أرخص من فالكنشتاين؟", "واحد في كل منطقة"),
        ("en", "which is cheaper, ARM or Intel?", "cax31 has 8 cores"), ("en", "compare dedicated and shared", "ccx33 has 8 cores"), ("de", "was ist billiger, ARM oder Intel?", "cx43"), ("es", "compara dedicated y shared", "ccx33"),
        ("en", "what is a topology?", "citadel is four"), ("en", "explain citadel", "citadel is four"), ("en", "what does triangle mean?", "triangle is three"), ("de", "erkläre citadel", "citadel sind vier"), ("fr", "qu'est-ce qu'une topologie ?", "citadel, quatre"),
        ("es", "¿qué es citadel?", "citadel son cuatro"), ("tr", "topoloji nedir?", "citadel dört"), ("ar", "ما هو citadel؟", "citadel أربع"), ("en", "what does the read-back mean?", "said once more"), ("fr", "c'est quoi la relecture ?", "redit"),
        ("en", "what's the handover?", "link to its console"), ("de", "was ist die Übergabe?", "Link zu ihrer Konsole"), ("en", "why do you need my email?", "administrator's account"), ("de", "warum brauchen Sie meine E-Mail?", "Administratorkonto"),
        ("fr", "pourquoi avez-vous besoin de mon e-mail ?", "compte administrateur"), ("es", "¿por qué necesita mi correo?", "cuenta de administrador"), ("tr", "neden e-postama ihtiyacınız var?", "yönetici hesabı"), ("ar", "لماذا تحتاجون بريدي الإلكتروني؟", "حساب المسؤول"),
        ("en", "why do you need our company name?", "your cloud and its address"), ("en", "where are our backups stored?", "object storage in Falkenstein"), ("en", "where do our files go?", "object storage in Falkenstein"), ("de", "wo liegen unsere Sicherungen?", "Objektspeicher in Falkenstein"),
        ("fr", "où sont stockées nos sauvegardes ?", "stockage d'objets"), ("es", "¿dónde se guardan nuestras copias de seguridad?", "almacenamiento de objetos"), ("tr", "yedeklerimiz nerede saklanıyor?", "Falkenstein"), ("ar", "أين تخزن نسخنا الاحتياطية؟", "تخزين الكائنات"),
    ],
)  # fmt: skip
def test_a_question_gets_its_own_answer(language: str, asked: str, told: str) -> None:
    talk = begun(language)
    before = talk.plan
    assert told in talk.say(asked)
    assert talk.plan == before


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("how much would it be with two workers?", "instead of EUR 25.49"), ("would Helsinki be cheaper?", "EUR 25.49"), ("what does the plan cost?", "EUR 25.49"), ("how much is it with WordPress?", "EUR 25.49"), ("what is a region?", "data centre site"),
        ("why Falkenstein?", "Falkenstein"), ("why do you need a code?", "six-digit code proves"), ("where will it stand?", "planned for Falkenstein"), ("what is object storage?", "object storage"),
    ],
)  # fmt: skip
def test_its_neighbours_get_theirs(asked: str, told: str) -> None:
    assert told in begun("en").say(asked)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "book me a flight to Muscat"), ("en", "can you book us a hotel in Helsinki?"), ("en", "please order a pizza"), ("de", "buch mir einen Flug nach Maskat"), ("fr", "réservez-moi un vol pour Mascate"), ("es", "resérvame un vuelo a Mascate"),
        ("tr", "bana Maskat'a uçak bileti al"), ("ar", "احجز لي رحلة إلى مسقط"),
    ],
)  # fmt: skip
def test_errands_are_not_ours(language: str, said: str) -> None:
    talk = begun(language)
    before = talk.plan
    reply = talk.say(said)
    assert talk.state.understood is not None
    assert [(a.name, a.topic) for a in talk.state.understood.acts] == [("ask", "beyond")], reply
    assert talk.plan == before


@pytest.mark.parametrize(("said", "apps"), [("our guests should be able to book a hotel room", ["cal-com"]), ("customers book a table", ["cal-com"]), ("book me a flight, and add a wiki", ["bookstack"])])
def test_what_people_book_is_theirs(said: str, apps: list[str]) -> None:
    talk = begun("en")
    talk.say(f"We want bookings: {said}" if "table" in said else said)
    assert talk.plan["apps"] == apps


@pytest.mark.parametrize("said", ["Harbor Light, a@harborlight.com, Slack", "Harbor Light, a@harborlight.com, Photoshop please", "Harbor Light, a@harborlight.com, helsinki, Figma"])
def test_software_in_a_list_that_nobody_knows_is_said(said: str) -> None:
    talk = Talk()
    talk.say(said)
    assert (talk.codes, talk.plan["organisation"], talk.plan["apps"]) == (["app_unknown"], "Harbor Light", [])


@pytest.mark.parametrize("said", ["Slack", "Photoshop please", "Zoom"])
def test_software_by_itself_is_said(said: str) -> None:
    talk = begun("en")
    talk.say(said)
    assert talk.codes == ["app_unknown"]


@pytest.mark.parametrize("said", ["our designers have Photoshop", "everybody here likes Slack", "we left Zoom last year"])
def test_software_that_is_told_of_is_not_wished_for(said: str) -> None:
    talk = begun("en")
    talk.say(said)
    assert talk.codes == []


@pytest.mark.parametrize(
    ("language", "said", "region"),
    [
        ("en", "make it small in Ashburn", "ash"), ("en", "rather small in Hillsboro", "hil"), ("de", "mach es klein in Ashburn", "ash"), ("es", "hazlo pequeño en Ashburn", "ash"), ("tr", "Ashburn'de küçük olsun", "ash"), ("ar", "صغير في أشبورن", "ash"),
    ],
)  # fmt: skip
def test_small_where_it_can_not_be_ordered(language: str, said: str, region: str) -> None:
    talk = begun(language)
    reply = talk.say(said)
    assert (talk.plan["regions"], talk.plan["size"]) == ([region], "cpx42")
    assert "cpx32" in reply


@pytest.mark.parametrize(("said", "size"), [("Acme, a@acme.com, small in Ashburn", "cpx42"), ("Acme, a@acme.com, large in Helsinki", "cpx52"), ("We're Acme, a@acme.com, a small team in Ashburn", "cpx42")])
def test_a_size_in_a_list(said: str, size: str) -> None:
    talk = Talk()
    reply = talk.say(said)
    assert talk.plan["size"] == size
    assert ("cpx32" in reply) == ("small in" in said)
