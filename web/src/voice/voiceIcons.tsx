import { Icon } from "../interface/icons";

/** Icons that only the voice control has; they are loaded with it. */
export const EarIcon = () => (
  <Icon>
    <path d="M5.5 8a4.5 4.5 0 0 1 9 0c0 2.9-2.6 3.3-2.9 5.6-.3 1.9-1.3 3-2.7 3-1.5 0-2.4-1-2.5-2.3M8 8.2a2 2 0 0 1 4 0c0 1.2-1.4 1.5-1.4 2.8" />
  </Icon>
);
export const SpeakerIcon = () => (
  <Icon>
    <path d="M3.2 7.8v4.4h2.9L10 15.6V4.4L6.1 7.8H3.2ZM12.8 7.4a3.8 3.8 0 0 1 0 5.2M15 5.2a6.8 6.8 0 0 1 0 9.6" />
  </Icon>
);
export const ThinkingIcon = () => (
  <Icon>
    <circle cx="4.6" cy="10" r="1.3" fill="currentColor" stroke="none" />
    <circle cx="10" cy="10" r="1.3" fill="currentColor" stroke="none" />
    <circle cx="15.4" cy="10" r="1.3" fill="currentColor" stroke="none" />
  </Icon>
);
export const HandIcon = () => (
  <Icon>
    <path d="M6.2 10.6V5.4a1.2 1.2 0 0 1 2.4 0v4M8.6 9V3.9a1.2 1.2 0 0 1 2.4 0V9M11 9V4.9a1.2 1.2 0 0 1 2.4 0v6.3l1-1.5a1.2 1.2 0 0 1 2 1.2l-2 4.1a4.4 4.4 0 0 1-4 2.3c-2.6 0-4.2-1.6-4.2-4.2v-2.5" />
  </Icon>
);
export const OfflineIcon = () => (
  <Icon>
    <path d="M3 8.2a10.3 10.3 0 0 1 3.6-2.1M9.5 5.3A10.2 10.2 0 0 1 17 8.2M5.6 11.2a6.5 6.5 0 0 1 2.5-1.5M12.3 9.8a6.5 6.5 0 0 1 2.1 1.4M8.2 14a2.6 2.6 0 0 1 3.6 0M3.4 3.4l13.2 13.2" />
  </Icon>
);
export const StopIcon = () => (
  <Icon>
    <rect x="5.6" y="5.6" width="8.8" height="8.8" rx="1.4" fill="currentColor" stroke="none" />
  </Icon>
);
export const SettingsIcon = () => (
  <Icon>
    <path d="M3 6h7.2M14.8 6H17M3 14h2.2M9.8 14H17" />
    <circle cx="12.5" cy="6" r="2.2" />
    <circle cx="7.5" cy="14" r="2.2" />
  </Icon>
);
