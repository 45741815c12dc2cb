import { Icon } from "../interface/icons";

export const PlayIcon = () => (
  <Icon size={18}>
    <path d="M6.5 4.5v11l9-5.5Z" />
  </Icon>
);
export const PauseIcon = () => (
  <Icon size={18}>
    <path d="M7 4.5v11M13 4.5v11" />
  </Icon>
);
export const StepIcon = () => (
  <Icon size={18}>
    <path d="M5 4.5v11l7.5-5.5ZM15.5 4.5v11" />
  </Icon>
);
export const BackIcon = () => (
  <Icon size={18}>
    <path d="M4.5 10a5.5 5.5 0 1 0 1.8-4.1M4.5 3.5v3.2h3.2" />
  </Icon>
);
