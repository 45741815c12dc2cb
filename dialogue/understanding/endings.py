"""What domain names end in, so that "process.exit" and "c7n.xlarge" aren't taken for one where nobody spoke of a domain."""

_COUNTRY = 2
"""Letters of a country's ending; all pairs are taken for one."""
_KNOWN = frozenset(
    "com net org info biz name pro coop aero museum edu gov mil int jobs mobi travel cat asia tel post xxx arpa "
    "app dev page cloud online site website web store shop shopping tech technology software systems solutions services support agency company business enterprises group "
    "studio studios design digital media news blog wiki social network community club team family house homes land garden farm kitchen cafe coffee bar pub restaurant pizza "
    "food beer wine vin bio eco green energy solar health healthcare care clinic dental dentist doctor hospital pharmacy vet fitness yoga life live love fun games game "
    "school academy college university education training courses study science foundation charity ngo church faith legal law lawyer attorney finance financial bank money "
    "loans credit capital fund investments insurance tax accountant accountants cpa consulting expert guru guide guides tours voyage holiday vacations hotel hostel flights "
    "boats bike bikes cars auto taxi limo parts repair tools build builders construction contractors plumbing lighting glass furniture flowers florist fashion clothing shoes "
    "jewelry diamonds gold toys kids baby dog pet horse fish art arts gallery photo photos photography pictures film movie video audio music band dance theater theatre "
    "radio press ink print works work run zone world global international city town berlin hamburg koeln cologne wien tirol bayern ruhr saarland nrw paris london wales scot "
    "cymru irish amsterdam brussels gent vlaanderen frl swiss zuerich madrid barcelona eus gal bzh corsica alsace istanbul ist moscow tokyo osaka nyc miami boston vegas "
    "quebec melbourne sydney africa capetown durban joburg rio ltd llc inc gmbh sarl limited holdings partners ventures management marketing press email link click xyz top "
    "one plus best vip win cool rocks ninja space earth today day now sale deals market markets supply supplies industries engineering engineer graphics host hosting domains "
    "directory center centre place rent rentals properties property estate realestate immo immobilien haus mortgage apartments casa kaufen moda salon beauty hair makeup spa "
    "surf ski golf hockey soccer football rugby run racing bike cruises camp camera watch tv show zip mov bot codes computer data security chat sexy "
    "example test invalid localhost local internal lan home corp intranet".split()
)
"""From the root zone as of 2026, those that businesses use; with what is kept for examples and inner networks."""


def is_ending(label: str) -> bool:
    """A domain may end in it."""
    return len(label) == _COUNTRY or label.lower() in _KNOWN or label.lower().startswith("xn--")
