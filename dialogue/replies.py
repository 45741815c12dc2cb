"""What is said in a turn, from the state: what was understood, what changed, what must be known, what is asked next."""

from dialogue import events as ev
from dialogue.answers import Answers
from dialogue.engines.model.replies import ModelReplies
from dialogue.lexicon import Lexicon
from dialogue.planning import Planning
from dialogue.state import State
from dialogue.voice import Voice, act_names, informs, proposed, topics
from dialogue.wording import Phrases

_TALK = frozenset({"ask", "greet", "thanks", "repeat", "abuse", "unknown", "resend_code", "human"})


class Replies:
    """Builds the utterances. Holds the vocabulary and the phrases, nothing of a conversation."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self._voice = Voice(lexicon, phrases)
        self._answers = Answers(self._voice)
        self._planning = Planning(self._voice)
        self.model = ModelReplies(self._voice, self._planning)
        """For turns that a language model has spoken in."""

    def offers(self, state: State) -> bool:
        """Apps of the industry are to be proposed in this turn."""
        return self._planning.offers(state)

    def only_answers(self, state: State) -> bool:
        """The utterance asked or chatted and changed nothing: the thread is picked up where it was."""
        if state.understood is None or informs(state) or state.code_result != "none" or proposed(state):
            return False
        return act_names(state) <= _TALK and state.asking is not None

    def _asks_after_failure(self, state: State) -> bool:
        """A question about what failed: the plan is open again, and isn't read back before somebody wants to go on."""
        failed = state.deployment is not None and state.deployment.failed and state.create == "none" and state.asking is None
        return failed and not informs(state) and act_names(state) <= {"ask", "thanks", "greet", "abuse"}

    def asks_which(self, state: State) -> bool:
        """Something must be chosen first: nothing is read back, no code is sent."""
        return bool(state.choices) or "clarify" in act_names(state)

    def turn(self, state: State) -> list[ev.Event]:
        """The events that end the open turn."""
        return [self._voice.titled(state, event) for event in self._turn(state)]

    def _turn(self, state: State) -> list[ev.Event]:
        if self.model.speaks(state) and not state.found and not state.turn_errors:
            return self.model.turn(state)
        parts = self._opening(state)
        if state.create == "done":
            return [self._running(state, parts)]
        if state.deployment and state.deployment.untold:
            return [Voice.said([*parts, self._answers.verdict(state, state.deployment)])]
        if state.found and state.found.get("outcome") in ("absent", "ambiguous"):
            return [self._after_lookup(state, parts)]
        if state.turn_errors or state.create == "unknown":
            return [self._trouble(state, parts)]
        stop = self._stop(state, parts)
        if stop:
            return [stop]
        if state.set_aside:
            return [Voice.said(parts or [self._voice.say(state, "cancelled")])]
        if self.only_answers(state):
            return [self._again(state, parts)]
        if parts and self._asks_after_failure(state):
            return [Voice.said(parts)]
        return self._planning.next(state, parts)

    def deployment_told(self, state: State) -> ev.AssistantSaid:
        """Said unasked when the deployment has its verdict, or calls itself ready and lacks something."""
        return Voice.said([self._answers.verdict(state, state.deployment)] if state.deployment else [])

    def looks_again(self, state: State) -> ev.AssistantSaid:
        """Said when a console that didn't answer is looked at once more."""
        return Voice.said([self._voice.say(state, "looking_again", fqdn=state.deployment.fqdn if state.deployment else "")])

    def _opening(self, state: State) -> list[str]:
        """What a model has said already, masked secrets, the code's fate, answers to questions, small talk."""
        parts = self.model.begun(state)
        if state.user_said and state.user_said.masked:
            parts.append(self._voice.say(state, "masked"))
        match state.code_result:
            case "verified":
                parts.append(self._voice.say(state, "code_verified", email=state.verified_email))
            case "wrong":
                left = self._voice.words(state).counted("tries", state.attempts_left)
                parts.append(self._voice.say(state, "code_wrong", left=left))
            case "expired" | "none_sent":
                parts.append(self._voice.say(state, "code_expired"))
            case "too_many":
                parts.append(self._voice.say(state, "code_too_many"))
            case _:
                pass
        if "code" in act_names(state) and state.code_result == "none":
            parts.append(self._voice.say(state, "already_verified" if state.email_verified else "code_expired"))
        return parts + self._answers.answer(state)

    def _running(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        deployment = state.deployment
        if deployment is None:
            return Voice.said(parts)
        if state.found:
            key = "adopted" if state.found.get("adopted", True) else "created"
            parts.append(self._voice.say(state, key, fqdn=deployment.fqdn, id=deployment.id))
            if deployment.mesh_name:
                parts.append(self._voice.say(state, "mesh_known", name=deployment.mesh_name, id=deployment.mesh_id))
            return Voice.said(parts)
        if deployment.untold or deployment.unexplained:
            return Voice.said([*parts, self._answers.verdict(state, deployment)])
        names = act_names(state)
        if deployment.retries and not deployment.ended and "retry" in topics(state, "affirm"):
            return Voice.said([*parts, self._voice.say(state, "retry_running", fqdn=deployment.fqdn)])
        if informs(state) or names & {"restart", "undo", "redo"}:
            parts.append(self._voice.say(state, "all_done" if deployment.ended else "too_late", fqdn=deployment.fqdn))
        elif "cancel" in names:
            parts.append(self._voice.say(state, "cannot_stop", id=deployment.id))
        elif "human" in names:
            parts.append(self._voice.say(state, "human"))
        elif not parts or names <= {"unknown", "affirm", "deny"}:
            parts.append(self._answers.status(state))
        return Voice.said(parts)

    def _after_lookup(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        ambiguous = state.found is not None and state.found.get("outcome") == "ambiguous"
        parts.append(self._voice.say(state, "lookup_ambiguous" if ambiguous else "lookup_absent"))
        view = state.validated
        if ambiguous or view is None or not view.ok:
            return Voice.said(parts, "clarify")
        return self._planning.read_back(state, parts, view)

    def _trouble(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        if state.create == "unknown":
            return Voice.said([*parts, self._voice.say(state, "outcome_unknown")], "clarify")
        error = state.turn_errors[-1]
        message = self._voice.words(state).message(error.message.strip(), otherwise="tool_failed")
        message = message or self._voice.say(state, "tool_failed")
        if state.refusal is None or error != state.refusal:
            parts.append(self._voice.say(state, "tool_trouble", message=message))
            return Voice.said(parts, state.asking, state.options)
        parts.append(self._voice.say(state, "create_refused", message=message))
        name = next((p for p in state.validated.problems if p.field == "domain"), None) if state.validated else None
        if name:
            told = self._voice.words(state).message(name.message, otherwise="problem_other")
            return Voice.said([*parts, told], "domain", name.suggestions[:4])
        if error.code == "subdomain-conflict":
            return Voice.said([*parts, self._voice.say(state, "ask_another_name")], "domain")
        return Voice.said([*parts, self._voice.say(state, "after_refusal")], "clarify")

    def _stop(self, state: State, parts: list[str]) -> ev.AssistantSaid | None:
        if state.understood is None or informs(state):
            return None
        names = act_names(state)
        if "cancel" in names:
            return Voice.said([*parts, self._voice.say(state, "cancelled")])
        if "human" in names:
            return Voice.said([*parts, self._voice.say(state, "human")], state.asking, state.options)
        spoken = state.read_back is not None and state.read_back.seq == state.last_said_seq
        if "repeat" in names and state.read_back and not spoken and state.validated and state.asking in ("confirm", "email_code"):
            return self._planning.read_back(state, parts, state.validated)
        if "repeat" in names and state.last_said:
            return Voice.said([*parts, state.last_said], state.asking, state.options)
        if "resend_code" in names and state.email_verified:
            return Voice.said([self._voice.say(state, "already_verified")], state.asking, state.options)
        return None

    def _again(self, state: State, parts: list[str]) -> ev.AssistantSaid:
        """After a digression: the question that was open, in short."""
        names = act_names(state)
        email = state.code_sent_to or state.draft.email
        if state.code_failed:
            return Voice.said([*parts, self._voice.say(state, f"code_failed_{state.code_failed}")], "email_code")
        if "resend_code" in names and state.code_tried:
            return Voice.said([*parts, self._voice.say(state, "code_resent", email=email)], "email_code")
        if "unknown" in names and not parts:
            parts.append(self._voice.say(state, "not_understood"))
        question = state.asking
        if question == "email_code" and state.email_verified:
            question = "confirm"  # verified meanwhile, by the link in the mail
        if question == "email_code" and state.code_sent_to is None and state.code_requested_for is None:
            parts.append(self._voice.say(state, "code_expired"))
        elif question == "clarify" and state.options:
            parts.append(self._voice.which(state, state.options))
        elif question == "confirm" and state.supposed and state.validated:
            price = self._voice.words(state).money(state.validated.estimate.monthly)
            parts.append(self._voice.say(state, "as_it_stands", price=price))
        elif self._voice.has(f"again_{question}"):
            parts.append(self._voice.say(state, f"again_{question}", email=email))
        return Voice.said(parts, question, state.options)
