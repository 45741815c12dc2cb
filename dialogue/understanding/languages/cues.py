"""Words that lead to a name, or follow one."""

from dialogue.understanding.languages.book import Phrase
from dialogue.understanding.languages.page import Page
from dialogue.understanding.languages.tokens import Token


def cue_here(page: Page, at: int) -> tuple[Phrase, int] | None:
    """The longest words here that lead to a name."""
    return next(iter(cues_here(page, at)), None)


def cues_here(page: Page, at: int) -> list[tuple[Phrase, int]]:
    """The longest words here that lead to a name, once for each way in which they do."""
    found: list[tuple[Phrase, int]] = []
    tokens = page.tokens
    forms = [tokens[at].norm]
    if page.book.clitics and not tokens[at].latin:
        forms += [tokens[at].norm[len(p) :] for p, _ in page.book.clitics if tokens[at].norm.startswith(p) and len(tokens[at].norm) - len(p) > 2]
    for form in forms:
        for phrase in page.book.naming.cues.candidates(form):
            if tokens[at].brk in (".", "?") and phrase.english in ("before", "before_weak"):
                continue  # nothing stands before it: "Hier Schreinerei Holzwurm"
            end = at + len(phrase.words)
            rest = zip(phrase.words[1:], tokens[at + 1 : end], strict=False)
            if found and phrase.words != found[0][0].words:
                return found
            if end <= len(tokens) and all(_same(w, t) and not t.brk for w, t in rest):
                found.append((phrase, end))
        if found:
            break
    return found


def _same(word: str, token: Token) -> bool:
    return token.norm == word or (word.endswith("*") and token.norm.startswith(word[:-1]))
