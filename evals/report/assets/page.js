"use strict";
// Everything on the page comes from one JSON block; text goes in as text, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const COLOURS = { right: "--good", removed: "--good", none: "--line-strong", other: "--bad", missing: "--warning", spurious: "--bad", kept: "--bad" };
const STEP = 60;

function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") element.className = value;
    else if (key === "text") element.textContent = value;
    else if (key === "style") element.style.cssText = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const put = (id, ...children) => document.getElementById(id).replaceChildren(...children.filter(Boolean));
const number = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1));
const shown = (value) => (value === null || value === undefined || value === "" ? "–" : Array.isArray(value) ? value.join(", ") || "–" : String(value));

function tiles() {
  return data.figures.map((figure) =>
    make(
      "div",
      { class: "tile", "data-testid": `figure-${figure.key}` },
      make("b", { text: number(figure.value) + (figure.key.endsWith("_pct") || figure.key.startsWith("exact_pct") ? " %" : "") }),
      make("span", { text: figure.label }),
      figure.target ? make("span", { class: `target ${figure.met ? "met" : "missed"}`, text: `${figure.met ? "✓" : "✗"} ${figure.target}` }) : null,
    ),
  );
}

function share(value, part) {
  if (!value) return make("div", { class: "share muted", "data-part": part, text: "–" });
  const bar = make(
    "div",
    { class: "bar", role: "img", "aria-label": `${value.pct.toFixed(1)} percent` },
    make("i", { style: `width:${value.pct}%` }),
    make("u", { style: `left:${value.low}%;width:${Math.max(0.5, value.high - value.low)}%` }),
  );
  const words = `${value.pct.toFixed(1)} % of ${value.scenarios}`;
  const cell = make("div", { class: `share ${part === "held out" ? "held" : ""}`, "data-part": part }, bar, make("span", { text: words }));
  cell.title = `95 %: ${value.low.toFixed(1)} to ${value.high.toFixed(1)}`;
  return cell;
}

function suites() {
  const rows = data.suites.map((suite) => {
    const name = make("div", { class: "name", text: suite.name });
    if (suite.overfitted) name.append(" ", make("span", { class: "pill warn", text: `held out ${suite.gap.toFixed(0)} points worse` }));
    if (suite.skipped) name.append(" ", make("span", { class: "pill plain", text: `${suite.skipped} skipped` }));
    return make("div", { class: "suite", "data-testid": `suite-${suite.name}` }, name, share(suite.tuned, "tuned"), share(suite.holdout, "held out"));
  });
  const legend = make("div", { class: "suite legend" }, make("span", { text: "suite" }), make("span", { text: "tuned" }), make("span", { text: "held out" }));
  return [legend, ...rows];
}

function slots() {
  const title = make("details", { class: "slot title" }, make("summary", {}, ...["slot", "precision", "recall", "F1", "messages"].map((text) => make("span", { text }))));
  title.addEventListener("click", (event) => event.preventDefault());
  const rows = data.slots.map((slot) => {
    const total = Object.values(slot.outcomes).reduce((sum, count) => sum + count, 0);
    const parts = Object.keys(COLOURS).filter((name) => slot.outcomes[name]);
    const stack = make(
      "span",
      { class: "stack", title: parts.map((name) => `${name} ${slot.outcomes[name]}`).join(", ") },
      ...parts.map((name) => make("i", { style: `flex:${slot.outcomes[name]};background:var(${COLOURS[name]})` })),
    );
    const summary = make(
      "summary",
      {},
      make("span", { text: `${slot.slot} ` }, make("span", { class: "muted", text: String(total) })),
      ...[slot.precision, slot.recall, slot.f1].map((value) => make("span", { text: (100 * value).toFixed(1) })),
      stack,
    );
    const confusions = slot.confusions.map(([wanted, got, count]) => make("div", {}, make("b", { text: `${count}×` }), make("span", { text: `wanted ${wanted}` }), make("span", { class: "down", text: `got ${got}` })));
    const body = make("div", { class: "confusions" }, ...(confusions.length ? confusions : [make("span", { class: "muted", text: "never wrong" })]));
    return make("details", { class: "slot", "data-testid": `slot-${slot.slot}` }, summary, body);
  });
  return [title, ...rows];
}

function changes(turn) {
  const wrong = new Map(turn.wrong.map(([slot, wanted, got]) => [slot, [wanted, got]]));
  const chips = turn.changes
    .filter(([slot]) => !wrong.has(slot))
    .map(([slot, before, after]) => make("span", {}, `${slot} `, shown(before) === "–" ? null : make("del", { text: shown(before) }), shown(before) === "–" ? null : " ", make("ins", { text: shown(after) })));
  for (const [slot, [wanted, got]] of wrong) chips.push(make("span", { class: "wrong", text: `${slot}: wanted ${shown(wanted)}, got ${shown(got)}` }));
  for (const sentence of turn.unmet) chips.push(make("span", { class: "wrong", text: sentence }));
  for (const code of turn.problems) chips.push(make("span", { class: "muted", text: code }));
  return chips.length ? make("div", { class: "diff" }, ...chips) : null;
}

function spoken(turn) {
  const said = make("div", { class: "said", dir: "auto", text: turn.said || "(nothing)" });
  if (turn.meant) said.append(make("div", { class: "note", text: `said: ${turn.meant}` }));
  if (turn.source !== "line") said.append(make("div", { class: "note", text: { standard: "standard answer", answer: "the scenario's answer", model: "played by a model" }[turn.source] }));
  if (turn.audio) said.append(make("audio", { controls: true, preload: "none", src: turn.audio }));
  const reply = make("div", { class: "reply", dir: "auto", text: turn.reply || `(${turn.error || "no word"})` });
  const asks = turn.asking ? `asks ${turn.asking}` : "asks nothing";
  reply.append(make("div", { class: "note", text: `${asks} · ${turn.phase || "?"} · ${turn.ms.toFixed(0)} ms` }));
  return make("div", { class: "turn" }, said, reply, changes(turn));
}

function command(text) {
  const button = make("button", { type: "button", text: "Copy" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(button.previousSibling);
    }
  });
  return make("div", { class: "command" }, make("code", { text }), button);
}

function inside(scenario) {
  const facts = [scenario.lang, scenario.channel, `ends in ${scenario.final}`, scenario.ended ? `ended: ${scenario.ended}` : null, scenario.talk.length ? `${scenario.talk.length} messages, ${scenario.least} at least` : null];
  return make(
    "div",
    { class: "inside" },
    scenario.why ? make("p", { text: scenario.why }) : null,
    make("p", { class: "note", text: facts.filter(Boolean).join(" · ") }),
    scenario.reasons.length ? make("ul", { class: "reasons" }, ...scenario.reasons.map((text) => make("li", { text }))) : null,
    make("div", { class: "talk" }, ...scenario.talk.map(spoken)),
    command(scenario.command),
  );
}

function one(scenario) {
  const marks = [];
  if (scenario.broke) marks.push(make("span", { class: "pill bad", text: "passed before" }));
  if (scenario.status === "unsafe") marks.push(make("span", { class: "pill bad", text: "unsafe" }));
  if (scenario.status === "broken") marks.push(make("span", { class: "pill bad", text: "couldn't run" }));
  if (scenario.part === "held out") marks.push(make("span", { class: "pill plain", text: "held out" }));
  const first = scenario.reasons[0] || scenario.why;
  const summary = make("summary", {}, make("span", { class: "id", text: scenario.label }), ...marks, make("span", { class: "first", text: first }));
  const element = make("details", { class: `one ${scenario.status}`, id: scenario.label, "data-testid": "scenario" }, summary);
  element.addEventListener("toggle", () => {
    if (element.open && element.children.length === 1) element.append(inside(scenario));
  });
  return element;
}

const filter = { words: "", status: data.scenarios.some((s) => s.status !== "passed") ? "failed" : "all", suite: "", most: STEP };

function fits(scenario) {
  const failed = ["failed", "unsafe", "broken"].includes(scenario.status);
  if (filter.status === "failed" && !failed) return false;
  if (filter.status === "passed" && scenario.status !== "passed") return false;
  if (filter.status === "skipped" && scenario.status !== "skipped") return false;
  if (filter.suite && scenario.suite !== filter.suite) return false;
  if (!filter.words) return true;
  return scenario.text.includes(filter.words);
}

function list() {
  const found = data.scenarios.filter(fits);
  document.getElementById("count").textContent = `${found.length} of ${data.scenarios.length}`;
  const more = found.length > filter.most ? make("button", { type: "button", text: `Show ${Math.min(STEP, found.length - filter.most)} more`, onclick: () => ((filter.most += STEP), list()) }) : null;
  put("scenarios", ...found.slice(0, filter.most).map(one), more, found.length ? null : make("p", { class: "muted", text: "Nothing here." }));
  for (const button of document.querySelectorAll("[data-status]")) button.setAttribute("aria-pressed", String(button.dataset.status === filter.status));
}

function jump() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (!data.scenarios.some((s) => s.label === wanted)) return;
  Object.assign(filter, { words: "", status: "all", suite: "", most: data.scenarios.length });
  list();
  const element = document.getElementById(wanted);
  element.open = true;
  element.scrollIntoView();
}

for (const scenario of data.scenarios) {
  scenario.text = [scenario.label, scenario.why, ...scenario.reasons, ...scenario.talk.map((turn) => `${turn.said} ${turn.reply}`)].join("\n").toLowerCase();
}
put("tiles", ...tiles());
put("suites", ...suites());
put("slots", ...slots());
const choose = document.getElementById("suite");
choose.append(...[...new Set(data.scenarios.map((s) => s.suite))].sort().map((name) => make("option", { value: name, text: name })));
choose.addEventListener("change", () => (Object.assign(filter, { suite: choose.value, most: STEP }), list()));
document.getElementById("words").addEventListener("input", (event) => (Object.assign(filter, { words: event.target.value.trim().toLowerCase(), most: STEP }), list()));
for (const button of document.querySelectorAll("[data-status]")) button.addEventListener("click", () => (Object.assign(filter, { status: button.dataset.status, most: STEP }), list()));
addEventListener("hashchange", jump);
list();
jump();
