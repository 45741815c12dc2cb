"""What an organisation may be: nouns that announce its name or end it."""

KINDS = frozenset(
    "company business firm organisation organization org enterprise startup start-up association society club union federation foundation trust charity ngo coop co-op cooperative "
    "school academy college university institute nursery kindergarten practice praxis clinic hospital pharmacy surgery shop store bakery cafe café restaurant bar pub "
    "brewery hotel hostel inn lodge studio agency office outfit brand label team band choir church parish museum gallery theater theatre cinema library "
    "workshop garage salon gym farm winery factory mill bank broker insurer consultancy lab laboratory publisher radio station client customer employer "
    "group partnership crew troupe guild squad concern house place venture institution party league council community collective tenant".split()
)
ORG_NOUNS = r"organi[sz]ation|start-?up|co-?op|theat(?:er|re)|caf[eé]|law firm|" + "|".join(
    sorted(KINDS - {"startup", "start-up", "organisation", "organization", "coop", "co-op", "theater", "theatre", "cafe", "café"}, key=lambda noun: (-len(noun), noun))
)
"""The same as alternatives of a pattern; what begins with another one stands before it."""
