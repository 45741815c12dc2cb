import type { ComponentChildren } from "preact";

/** Line icons on a 20 px grid. They say nothing that the text beside them doesn't, so they are hidden from readers. */
export function Icon({ children, size = 20 }: { children: ComponentChildren; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const MarkIcon = () => (
  <Icon size={22}>
    <path d="M5.6 14.6h8.6a3.2 3.2 0 0 0 .4-6.4 4.9 4.9 0 0 0-9.3-.9 3.7 3.7 0 0 0 .3 7.3Z" />
    <circle cx="10" cy="11" r="1.1" fill="currentColor" stroke="none" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M10 16V4.5M5 9l5-5 5 5" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M10 4v12M4 10h12" />
  </Icon>
);
export const MinusIcon = () => (
  <Icon>
    <path d="M4 10h12" />
  </Icon>
);
export const DevicesIcon = () => (
  <Icon>
    <path d="M3 12.5V5.2c0-.7.5-1.2 1.2-1.2h10.1M2 15.5h7.5" />
    <rect x="12" y="7" width="6" height="10" rx="1.4" />
    <path d="M14.6 14.8h.8" />
  </Icon>
);
export const CheckIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <path d="m4.5 10.5 3.7 3.7 7.3-8" />
  </Icon>
);
export const CrossIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <path d="m5.5 5.5 9 9m0-9-9 9" />
  </Icon>
);
export const WarningIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M10 3.2 17.4 16H2.6L10 3.2ZM10 8.2v3.6M10 13.9v.1" />
  </Icon>
);
export const DotIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <circle cx="10" cy="10" r="5.2" stroke-dasharray="2.4 2.6" />
  </Icon>
);
export const RunningIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M16.2 10A6.2 6.2 0 1 1 10 3.8" />
  </Icon>
);
export const ChevronIcon = () => (
  <Icon>
    <path d="m5 7.5 5 5 5-5" />
  </Icon>
);
export const ExternalIcon = () => (
  <Icon size={18}>
    <path d="M8 5H5a1.5 1.5 0 0 0-1.5 1.5v8A1.5 1.5 0 0 0 5 16h8a1.5 1.5 0 0 0 1.5-1.5V12M11.5 3.5h5v5M16.2 3.8 9 11" />
  </Icon>
);
export const KeyIcon = () => (
  <Icon size={18}>
    <circle cx="6.6" cy="13.4" r="3.1" />
    <path d="m8.9 11.1 7-7M13 7l2.4 2.4" />
  </Icon>
);
export const LockIcon = () => (
  <Icon size={18}>
    <rect x="4" y="9" width="12" height="8" rx="1.8" />
    <path d="M6.8 9V6.6a3.2 3.2 0 0 1 6.4 0V9" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon size={18}>
    <rect x="7.5" y="7.5" width="9" height="9" rx="1.6" />
    <path d="M12.5 7.5V5A1.5 1.5 0 0 0 11 3.5H5A1.5 1.5 0 0 0 3.5 5v6A1.5 1.5 0 0 0 5 12.5h2.5" />
  </Icon>
);
export const PencilIcon = () => (
  <Icon size={16}>
    <path d="m4 16 .8-3.4L13.4 4l2.6 2.6-8.6 8.6L4 16ZM11.6 5.8l2.6 2.6" />
  </Icon>
);
export const FitIcon = () => (
  <Icon>
    <path d="M3.5 7.5v-4h4M16.5 7.5v-4h-4M3.5 12.5v4h4M16.5 12.5v4h-4" />
  </Icon>
);
export const FlaskIcon = () => (
  <Icon size={18}>
    <path d="M7.5 3.5h5M8.5 3.5v5L4.3 15a1.3 1.3 0 0 0 1.1 2h9.2a1.3 1.3 0 0 0 1.1-2l-4.2-6.5v-5M6.6 12.5h6.8" />
  </Icon>
);
export const MicrophoneIcon = () => (
  <Icon>
    <rect x="7.2" y="2.8" width="5.6" height="9.4" rx="2.8" />
    <path d="M4.6 9.8a5.4 5.4 0 0 0 10.8 0M10 15.2v2.2" />
  </Icon>
);
export const MicrophoneOffIcon = () => (
  <Icon>
    <path d="M12.8 8V5.6a2.8 2.8 0 0 0-5.3-1.2M7.2 7.4v2a2.8 2.8 0 0 0 4.3 2.4M4.6 9.8a5.4 5.4 0 0 0 8.6 4.3M15.4 9.8a5.3 5.3 0 0 1-.5 2.2M10 15.2v2.2M3.4 3.4l13.2 13.2" />
  </Icon>
);
