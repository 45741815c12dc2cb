import { useLayoutEffect, useRef } from "preact/hooks";
import { useSession } from "../interface/context";
import { listed } from "../interface/words";
import type { StateView } from "../wire";
import { words } from "../words";
import { languageOf } from "../words/languages";
import { before, type Given, sentence } from "./change";
import { names, type Size } from "./names";
import { appName, city, type Field, price } from "./slots";

const LONGEST_TEXT = 200;
const MOST_WORKERS = 50;

interface FormProps {
  field: Field;
  label: string;
  state: StateView;
  onDone(): void;
}

/** Changes one row of the plan; what is chosen is said as a person would say it. */
export function ChangeForm({ field, label, state, onDone }: FormProps) {
  const session = useSession();
  const form = useRef<HTMLFormElement>(null);
  const { plan: says } = words.value;

  // Before it is drawn: the next key is in it already.
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>("input, select")?.focus();
    // The focus brings its field alone into sight; below the last rows the buttons would stay outside.
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);

  const submit = () => {
    if (!form.current) return;
    const given = new FormData(form.current).getAll(field).map((value) => String(value).trim());
    const language = languageOf(session.language.value) ?? "en";
    const text = sentence(field, given, state.plan, language, (slugs) => listed(slugs.map(appName)));
    if (text) session.say(text);
    onDone();
  };

  return (
    <form
      ref={form}
      class="change-form"
      data-testid="change-form"
      aria-label={says.change(label)}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
    >
      <Control field={field} label={label} state={state} />
      <div class="change-actions">
        <button type="submit" class="button primary" data-testid="change-save">
          {says.save}
        </button>
        <button type="button" class="button" data-testid="change-cancel" onClick={onDone}>
          {says.leave}
        </button>
      </div>
    </form>
  );
}

function Control({ field, label, state }: Omit<FormProps, "onDone">) {
  const { plan: says } = words.value;
  const given = before(field, state.plan);
  switch (field) {
    case "regions":
      return <Choices field={field} label={label} given={given} options={regions()} />;
    case "apps":
      return <Choices field={field} label={label} given={given} options={apps(given)} />;
    case "size":
      return <Choice field={field} label={label} given={given} options={sizes(state)} />;
    case "highAvailability":
      return (
        <Choice
          field={field}
          label={label}
          given={given}
          options={[
            ["yes", says.available],
            ["no", says.notAvailable],
          ]}
        />
      );
    case "residency":
      return (
        <Choice
          field={field}
          label={label}
          given={given}
          options={[["none", says.anywhere], ...Object.entries(says.areas)]}
        />
      );
    case "workers":
      return (
        <input
          class="text-field"
          type="number"
          inputMode="numeric"
          min={0}
          max={MOST_WORKERS}
          required
          name={field}
          aria-label={label}
          defaultValue={given[0]}
        />
      );
    case "email":
      return <Text field={field} label={label} given={given} type="email" autocomplete="email" />;
    case "organisation":
      return <Text field={field} label={label} given={given} type="text" autocomplete="organization" />;
    default:
      return <Text field={field} label={label} given={given} type="text" autocomplete="off" />;
  }
}

interface TextProps extends Omit<ControlProps, "options"> {
  type: "email" | "text";
  autocomplete: "email" | "organization" | "off";
}

function Text({ field, label, given, type, autocomplete }: TextProps) {
  const shared = {
    class: "text-field",
    maxLength: LONGEST_TEXT,
    required: true,
    name: field,
    "aria-label": label,
    spellcheck: false,
    defaultValue: given[0] ?? "",
  };
  // The types of the elements tell the two apart.
  return type === "email" ? (
    <input {...shared} type="email" autocomplete="email" />
  ) : (
    <input {...shared} type="text" autocomplete={autocomplete} />
  );
}

type Option = [value: string, title: string];

interface ControlProps {
  field: Field;
  label: string;
  given: Given;
  options: readonly Option[];
}

function Choice({ field, label, given, options }: ControlProps) {
  return (
    <select class="text-field" name={field} aria-label={label}>
      {options.map(([value, title]) => (
        <option key={value} value={value} selected={given.includes(value)}>
          {title}
        </option>
      ))}
    </select>
  );
}

function Choices({ field, label, given, options }: ControlProps) {
  return (
    <fieldset class="change-choices">
      <legend class="visually-hidden">{label}</legend>
      {options.map(([value, title]) => (
        <label key={value}>
          <input type="checkbox" name={field} value={value} defaultChecked={given.includes(value)} />
          <span>{title}</span>
        </label>
      ))}
    </fieldset>
  );
}

function regions(): Option[] {
  return Object.keys(names.value.regions).map((id) => [id, city(id)]);
}

/** What can be installed, and what stands in the plan whatever it is. */
function apps(chosen: Given): Option[] {
  const known = names.value.installable ?? Object.keys(names.value.apps);
  return [...new Set([...chosen, ...known])].map((slug): Option => [slug, appName(slug)]).sort(byTitle);
}

/** Those that can be had in every region of the plan; the present one even where it can't. */
function sizes({ plan }: StateView): Option[] {
  const all = Object.entries(names.value.sizes ?? {});
  const fit = all.filter(([id, size]) => id === plan.size || plan.regions.every((at) => size.regions.includes(at)));
  const found = fit
    .sort(([, a], [, b]) => a.monthly - b.monthly)
    .map(([id, size]): Option => [id, described(id, size)]);
  return found.length > 0 || !plan.size ? found : [[plan.size, plan.size]];
}

function described(id: string, { vcpu, ramGb, monthly }: Size): string {
  return `${id} · ${words.value.plan.machine(vcpu, ramGb)} · ${price(monthly)}`;
}

function byTitle([, a]: Option, [, b]: Option): number {
  return a.localeCompare(b, words.value.tag);
}
