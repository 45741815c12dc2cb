import type { Told } from "./wire";

export interface Action {
  action: string;
  label: string;
  style?: "primary" | "danger" | "";
  /** It is given in words of one's own. */
  text?: boolean;
}

/** Characters of an answer in one's own words, as the service takes them. */
export const MOST_WORDS = 1000;

/** What an agent did, says or asks, as the service derived it. */
export interface Card {
  id: string;
  kind: string;
  /** Someone may answer, as long as nobody has. */
  open?: boolean;
  actions?: readonly Action[];
  /** What was answered, and by whom; `words` of one's own. */
  decision?: { action: string; by: string; words?: string } | null;
  [field: string]: unknown;
}

export interface Placed {
  card: Card;
  /** Of its first frame: a card stays where it began. */
  place: number;
  at: string;
}

export interface Deck {
  cards: readonly Placed[];
}

export const EMPTY_DECK: Deck = { cards: [] };
const MOST = 500;

/** A card that comes again replaces the one before it, in its place. */
export function fold(deck: Deck, message: Extract<Told, { type: "card" | "decided" }>): Deck {
  if (message.type === "decided") {
    const cards = deck.cards.map((placed) =>
      placed.card.id === message.card_id
        ? { ...placed, card: { ...placed.card, open: false, decision: { action: message.action, by: message.by } } }
        : placed,
    );
    return { cards };
  }
  const card = readCard(message.card);
  if (!card) return deck;
  const found = deck.cards.findIndex((placed) => placed.card.id === card.id);
  if (found < 0) return { cards: [...deck.cards, { card, place: message.seq, at: message.ts }].slice(-MOST) };
  return { cards: deck.cards.map((placed, index) => (index === found ? { ...placed, card } : placed)) };
}

export function openCards(deck: Deck): readonly Card[] {
  return deck.cards.map((placed) => placed.card).filter((card) => card.open && (card.actions?.length ?? 0) > 0);
}

function readCard(value: unknown): Card | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, kind } = value as Partial<Card>;
  return typeof id === "string" && typeof kind === "string" ? (value as Card) : null;
}

export const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
