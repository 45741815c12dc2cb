/** One thing that a prospect does. Nothing of what the service answers stands here: it answers for itself. */
export type Act =
  | { do: "say"; text: string }
  /** The code out of the mailbox, as a person would read it there. */
  | { do: "code" }
  | { do: "confirm"; text: string }
  /** Until the cloud stands, or doesn't. */
  | { do: "watch" };

export interface Prospect {
  id: string;
  name: string;
  who: string;
  acts: readonly Act[];
}

const END: readonly Act[] = [{ do: "code" }, { do: "confirm", text: "Yes, create it." }, { do: "watch" }];

export const PROSPECTS: readonly Prospect[] = [
  {
    id: "clinic",
    name: "Clinic",
    who: "Six people in Muscat, in a hurry: three sentences and it is done.",
    acts: [
      {
        do: "say",
        text: "I run a small clinic called Al Noor in Muscat, six people. We need patient booking and files.",
      },
      { do: "say", text: "My mail is front.desk@alnoor.example" },
      ...END,
    ],
  },
  {
    id: "school",
    name: "School",
    who: "Says everything at once, then wants it nearer.",
    acts: [
      { do: "say", text: "We're Lindenhof primary school in Nuremberg: files and a wiki. office@lindenhof.example" },
      { do: "say", text: "Make it Nuremberg, please." },
      ...END,
    ],
  },
  {
    id: "bank",
    name: "Bank",
    who: "Two regions inside the EU, high availability, and asks what it costs.",
    acts: [
      {
        do: "say",
        text: "Harbour Bank in London. Our data stays in the EU, two regions, high availability, a password vault and git.",
      },
      { do: "say", text: "ops@harbour.example" },
      { do: "say", text: "What does it cost?" },
      { do: "say", text: "Make it Nuremberg and Helsinki." },
      ...END,
    ],
  },
  {
    id: "shop",
    name: "Shop",
    who: "Takes what is suggested, and asks why here.",
    acts: [
      { do: "say", text: "A shop called Fjell in Bergen with a website and invoices." },
      { do: "say", text: "Yes, add those." },
      { do: "say", text: "Why Helsinki?" },
      { do: "say", text: "hello@fjell.example" },
      ...END,
    ],
  },
];

/** What an act is called in the presenter's list. */
export function titleOf(act: Act): string {
  switch (act.do) {
    case "say":
      return act.text;
    case "code":
      return "Types the code from the mail";
    case "confirm":
      return act.text;
    case "watch":
      return "Watches the cloud being made";
  }
}

/** What can be made to go wrong with the next cloud, by the emulator's own names. */
export const FAULTS: readonly { name: string; title: string }[] = [
  { name: "", title: "Nothing goes wrong" },
  { name: "failing-component:harbor", title: "A component fails" },
  { name: "healing-component:keycloak", title: "A component fails and heals" },
  { name: "phase0-failure:apply", title: "The servers can't be made" },
  { name: "restart:300:120", title: "The service restarts meanwhile" },
  { name: "dns-missing", title: "The address doesn't answer" },
  { name: "reserve-503", title: "The order is refused" },
];
