import { ChevronIcon, MicrophoneIcon, MicrophoneOffIcon, RunningIcon, WarningIcon } from "../interface/icons";
import type { Shown } from "./shown";
import { EarIcon, HandIcon, OfflineIcon, SpeakerIcon, ThinkingIcon } from "./voiceIcons";

/** A state never differs by colour alone: each has an icon, and words beside it. */
export function StateIcon({ shown }: { shown: Shown }) {
  switch (shown) {
    case "listening":
      return <EarIcon />;
    case "hearing":
    case "ready_to_hold":
      return <MicrophoneIcon />;
    case "thinking":
      return <ThinkingIcon />;
    case "speaking":
      return <SpeakerIcon />;
    case "interrupted":
      return <HandIcon />;
    case "muted":
    case "denied":
    case "no_microphone":
      return <MicrophoneOffIcon />;
    case "offline":
      return <OfflineIcon />;
    case "off":
    case "explaining":
      return <ChevronIcon />;
    case "preparing":
    case "asking":
    case "connecting":
    case "reconnecting":
    case "busy":
      return (
        <span class="voice-turning">
          <RunningIcon />
        </span>
      );
    default:
      return <WarningIcon />;
  }
}
