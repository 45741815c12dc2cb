import { Component } from "preact";
import { NODE_HEIGHT, NODE_WIDTH } from "./layout";
import type { Tone } from "./stages";

export interface JobNodeProps {
  name: string;
  label: string;
  description: string;
  tone: Tone;
  x: number;
  y: number;
  isCurrent: boolean;
  /** False: too small to be read, so only its box is drawn. */
  isNamed: boolean;
  onFocus(name: string | null): void;
}

const MOST_CHARACTERS = 17;
const SHAPES: Record<Tone, string> = {
  succeeded: "m4 9.5 3.2 3.2 6.8-7.2",
  failed: "m4.5 4.5 9 9m0-9-9 9",
  running: "M15 9a6 6 0 1 1-6-6",
  pending: "M9 4.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 1 0 0-9.6",
};

/** A class only for `shouldComponentUpdate`: of 160 nodes one changes at a time. */
export class JobNode extends Component<JobNodeProps> {
  override shouldComponentUpdate(next: JobNodeProps): boolean {
    const now = this.props;
    return (Object.keys(next) as (keyof JobNodeProps)[]).some((key) => next[key] !== now[key]);
  }

  override render({ name, label, description, tone, x, y, isCurrent, isNamed, onFocus }: JobNodeProps) {
    const short = label.length > MOST_CHARACTERS ? `${label.slice(0, MOST_CHARACTERS - 1)}…` : label;
    return (
      // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it takes focus to be read, nothing else
      <g
        class={`job is-${tone}`}
        transform={`translate(${x} ${y})`}
        role="img"
        aria-label={description}
        tabIndex={isCurrent ? 0 : -1}
        data-job={name}
        data-status={tone}
        onFocus={() => onFocus(name)}
        onBlur={() => onFocus(null)}
        onPointerEnter={() => onFocus(name)}
        onPointerLeave={() => onFocus(null)}
      >
        <rect width={NODE_WIDTH} height={NODE_HEIGHT} rx={9} />
        {isNamed && <path class="job-icon" d={SHAPES[tone]} transform="translate(9 9)" />}
        {isNamed && (
          <text x={34} y={NODE_HEIGHT / 2 + 4.5}>
            {short}
          </text>
        )}
        <title>{description}</title>
      </g>
    );
  }
}
