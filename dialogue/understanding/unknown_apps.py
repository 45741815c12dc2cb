"""Software that is wished for by a name nobody here knows: it is said so, never dropped in silence."""

from dialogue.understanding.clauses import clause
from dialogue.understanding.everyday import is_everyday
from dialogue.understanding.scope import cue_before
from dialogue.understanding.text import Utterance

_WISHES = frozenset("want wants need needs install add include require requires use using get host run deploy like love have prefer plus with take wish".split())
_INSTALLS = frozenset({"install", "installing", "installed"})
_LISTING = frozenset("and or plus a an the also our my own both some please maybe either to".split())
_NO_SOFTWARE = frozenset(
    "i we you he she it they me us them him her this that these those there here one ones two three everything something anything nothing all both none more most "
    "i'd we'd i'm we're i'll we'll it's that's english german french spanish turkish arabic monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december god internet web cloud sovereign kubernetes linux docker dns ssl tls vpn ssh api ha cpu gpu ram iso eu us uk usa "
    "ceo cto it hr ok okay yes no sir madam mr mrs ms dr mesh cilium server servers domain region please thanks thank hello hi not and or a an the in on at for with to of "
    "things stuff software programs programmes tools apps applications packages updates ourselves myself themselves christmas easter europe asia africa america".split()
)
_SOFTWARE = frozenset(
    "photoshop illustrator indesign autocad solidworks sketchup blender figma canva premiere powerpoint minecraft fortnite steam netflix spotify youtube facebook tinder "
    "grafana prometheus jenkins kibana elasticsearch splunk tableau powerbi matlab mathcad labview photoprism plex jellyfin emby kodi moodle canvas blackboard opencart typo3 "
    "discourse phpbb vbulletin roundcube zimbra owncloud seafile syncthing pihole homeassistant portainer rancher terraform ansible puppet tally lexware myob toast "
    "epic cerner openemr openmrs doctolib autodesk revit archicad coreldraw gimp inkscape krita audacity logseq obsidian evernote onenote roam miro mural lucidchart visio "
    "vmware proxmox citrix winrar itunes audible kindle duolingo peertube mastodon pixelfed lemmy matrix element synapse nextdns metabase superset redash airflow jupyter rstudio".split()
)
"""Well-known names, for people who write without capitals."""
_LONGEST = 3


def unknown_apps(utterance: Utterance, *, taken: set[int], apps: set[int], expects: bool = False) -> list[str]:
    """The names in the order said.

    Args:
        expects: apps were asked for, so that a name alone is wished for.
        taken: word indices that mean something else: vocabulary, addresses, the organisation's name.
        apps: those of them that are apps and needs; what is listed beside one is wished for like it.
    """
    found: list[str] = []
    at = 0
    if expects and (alone := _answer(utterance, taken)):
        return [alone]
    while at < len(utterance.words):
        end = _run(utterance, at, taken)
        if end > at and (_wished(utterance, at, end, apps) or end == at + 1 and utterance.words[at].norm in _SOFTWARE and whole_item(utterance, at, end)):
            name = utterance.surface(at, end)
            found += [name] if name not in found else []
        at = max(end, at + 1)
    return found


def whole_item(utterance: Utterance, start: int, end: int) -> bool:
    """ "Harbor Light, a@harborlight.com, Slack", "Photoshop please": one item of a list that tells of nobody, or all that is said."""
    begin, last = utterance.segment(start)
    if "?" in utterance.text or set(utterance.norms(begin, start) + utterance.norms(end, last)) - _CIVIL:
        return False
    first, stop = utterance.sentence(start)
    return not _TELLS & set(utterance.norms(first, stop))


_CIVIL = frozenset("please then thanks and also plus or".split())
_TELLS = frozenset("we i our my they he she it you us use uses using used have has had is are was were not no without instead than like don't never but so because left leave leaving replace drop".split())
"""With one of them it isn't a mere list."""


def _answer(utterance: Utterance, taken: set[int]) -> str | None:
    """ "Photoshop", "AutoCAD please": nothing but a name."""
    words = [i for i, w in enumerate(utterance.words) if w.norm not in ("please", "then", "thanks", "just", "only", "and")]
    if not 1 <= len(words) <= _LONGEST or taken & set(words) or any(is_everyday(utterance.words[i].norm) or utterance.words[i].norm in _NO_SOFTWARE for i in words):
        return None
    if not all(utterance.words[i].text[0].isupper() or utterance.words[i].norm in _SOFTWARE for i in words):
        return None
    return utterance.surface(words[0], words[-1] + 1)


def _run(utterance: Utterance, at: int, taken: set[int]) -> int:
    """The end of a name that begins here."""
    end = at
    while end < len(utterance.words) and end - at < _LONGEST and end not in taken and _name_like(utterance, end):
        if end > at and utterance.words[end].brk:
            break
        end += 1
    return end


def _name_like(utterance: Utterance, at: int) -> bool:
    word = utterance.words[at]
    if word.norm in _SOFTWARE:
        return True
    if word.norm in _NO_SOFTWARE or not word.text[0].isupper() or len(word.text) < _LONGEST or word.brk == 2:
        return at > 0 and utterance.words[at - 1].norm in _INSTALLS and word.brk == 0 and word.norm not in _NO_SOFTWARE and word.text.isalpha() and len(word.text) > _LONGEST
    return "'" not in word.text and not word.text.isupper()


def _wished(utterance: Utterance, at: int, end: int, apps: set[int]) -> bool:
    """Right after a verb of wishing, or in one list with an app."""
    if cue_before(utterance, at, spans=apps).mode == "remove" or _of_somebody(utterance, end):
        return False
    begin, _ = clause(utterance, at)
    index = at - 1
    while index >= begin and (utterance.words[index].norm in _LISTING or index in apps):
        index -= 1
    if index >= begin and utterance.words[index].norm in _WISHES:
        verb = utterance.words[index].norm
        return verb not in ("have", "use", "using", "run", "with", "like") or _wishing(utterance, begin, index) or utterance.words[at].norm in _SOFTWARE and index == begin
    listed = utterance.words[at].brk == 1 or utterance.words[at - 1].norm in _LISTING
    return index < begin and index < at - 1 and listed and bool(apps & set(range(begin, at)))


def _wishing(utterance: Utterance, begin: int, index: int) -> bool:
    return bool({"to", "would", "i'd", "we'd", "let's", "please", "should", "must"} & set(utterance.norms(max(begin, index - 3), index)))


def _of_somebody(utterance: Utterance, end: int) -> bool:
    """ "we want Maria to have access", "add Tom as an admin": a person."""
    after = utterance.norms(end, end + 2)
    unbroken = end < len(utterance.words) and utterance.words[end].brk == 0
    return unbroken and after[:1] in (("to",), ("as",), ("from",), ("in",), ("who",), ("is",), ("has",), ("street",), ("road",))
