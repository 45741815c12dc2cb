"""States and provinces that stand after a town ("Portland, ME"): which of several towns of one name is meant."""

_STATES = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|FL Florida|GA Georgia|HI Hawaii|"
    "ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|"
    "MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|"
    "NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|"
    "TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington State|WV West Virginia|WI Wisconsin|WY Wyoming|DC Washington|"
    "AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland|NS Nova Scotia|ON Ontario|QC Quebec|SK Saskatchewan|"
    "NSW New South Wales|QLD Queensland|TAS Tasmania|NZ New Zealand|UK United Kingdom|GB United Kingdom"
)
_BY_CODE: dict[str, str] = {code: name for code, _, name in (entry.partition(" ") for entry in _STATES.split("|"))}
_NAMES = frozenset(name.lower() for name in _BY_CODE.values())


def state_of(code: str) -> str | None:
    """`ME` → `Maine`; in capitals only, for half of them are words."""
    return _BY_CODE.get(code)


def is_state(name: str) -> bool:
    """The name of a state, as it may stand after a town."""
    return name.lower() in _NAMES
