"""The few words that written signs are spoken as, in each language. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language."""

    dot: str
    at: str
    dash: str
    underscore: str
    slash: str
    plus: str
    point: str
    """Of a decimal number."""
    to: str
    """Of a range."""
    and_: str
    percent: str
    version: str
    port: str
    per: Mapping[str, str]
    """After an amount of money."""
    currencies: Mapping[str, tuple[str, str, str, str]]
    """One, several, a hundredth, several hundredths."""
    units: Mapping[str, tuple[str, str]]
    """One, several."""
    months: tuple[str, ...]
    date: str
    """With {day}, {month}, {year}."""
    comma_decimal: bool
    """1.250,5 rather than 1,250.5."""
    abbreviations: Mapping[str, str]
    sharp: str
    """A full hour, with {h}."""
    past: str
    """An hour and minutes, with {h} and {m}."""
    counted: tuple[tuple[str, str], ...] = ()
    """How a number's end changes before what it counts: "eins" is "ein" before "Euro"."""


def _units(words: str) -> dict[str, tuple[str, str]]:
    """"GB gigabyte gigabytes, …" as a table."""
    rows = [row.split(maxsplit=1) for row in words.split(",")]
    return {name: (said.partition("|")[0].strip(), said.rpartition("|")[2].strip()) for name, said in rows}


_EN = Tongue(
    dot="dot", at="at", dash="dash", underscore="underscore", slash="slash", plus="plus", point="point", to="to", and_="and",
    percent="percent", version="version", port="port",
    per={"month": "per month", "mo": "per month", "mon": "per month", "hour": "per hour", "h": "per hour", "year": "per year", "yr": "per year"},
    currencies={
        "€": ("euro", "euros", "cent", "cents"), "$": ("dollar", "dollars", "cent", "cents"), "£": ("pound", "pounds", "penny", "pence"),
        "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    },
    units=_units(
        "KB kilobyte|kilobytes,MB megabyte|megabytes,GB gigabyte|gigabytes,TB terabyte|terabytes,MiB mebibyte|mebibytes,"
        "GiB gibibyte|gibibytes,TiB tebibyte|tebibytes,vCPU virtual C P U|virtual C P Us,vCPUs virtual C P U|virtual C P Us,"
        "GHz gigahertz|gigahertz,Gbit/s gigabit per second|gigabits per second,Mbit/s megabit per second|megabits per second,"
        "ms millisecond|milliseconds,min minute|minutes,km kilometre|kilometres"
    ),
    months=tuple("January February March April May June July August September October November December".split()),
    date="{month} {day}, {year}", comma_decimal=False,
    abbreviations={"e.g.": "for example", "i.e.": "that is", "etc.": "and so on", "vs.": "versus", "approx.": "about", "incl.": "including", "excl.": "without"},
    sharp="{h} o'clock", past="{h} {m}",
)  # fmt: skip
_DE = Tongue(
    dot="Punkt", at="ät", dash="Bindestrich", underscore="Unterstrich", slash="Schrägstrich", plus="plus", point="Komma", to="bis", and_="und",
    percent="Prozent", version="Version", port="Port",
    per={"monat": "pro Monat", "mo": "pro Monat", "month": "pro Monat", "stunde": "pro Stunde", "h": "pro Stunde", "jahr": "pro Jahr"},
    currencies={"€": ("Euro", "Euro", "Cent", "Cent"), "$": ("Dollar", "Dollar", "Cent", "Cent"), "£": ("Pfund", "Pfund", "Penny", "Pence"), "CHF": ("Franken", "Franken", "Rappen", "Rappen")},
    units=_units("MB Megabyte,GB Gigabyte,TB Terabyte,GiB Gibibyte,TiB Tebibyte,vCPU virtueller Kern|virtuelle Kerne,vCPUs virtueller Kern|virtuelle Kerne,GHz Gigahertz,Gbit/s Gigabit pro Sekunde,Mbit/s Megabit pro Sekunde,ms Millisekunde|Millisekunden,min Minute|Minuten,km Kilometer"),
    months=tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()),
    date="{day}. {month} {year}", comma_decimal=True,
    abbreviations={"z.b.": "zum Beispiel", "d.h.": "das heißt", "bzw.": "beziehungsweise", "usw.": "und so weiter", "ca.": "circa", "inkl.": "inklusive"},
    sharp="{h} Uhr", past="{h} Uhr {m}", counted=(("eins", "ein"),),
)  # fmt: skip
_ES = Tongue(
    dot="punto", at="arroba", dash="guion", underscore="guion bajo", slash="barra", plus="más", point="coma", to="a", and_="y",
    percent="por ciento", version="versión", port="puerto",
    per={"mes": "al mes", "month": "al mes", "hora": "por hora", "h": "por hora", "año": "al año"},
    currencies={"€": ("euro", "euros", "céntimo", "céntimos"), "$": ("dólar", "dólares", "centavo", "centavos"), "£": ("libra", "libras", "penique", "peniques")},
    units=_units("MB megabyte|megabytes,GB gigabyte|gigabytes,TB terabyte|terabytes,vCPU núcleo virtual|núcleos virtuales,vCPUs núcleo virtual|núcleos virtuales,GHz gigahercio|gigahercios,ms milisegundo|milisegundos,min minuto|minutos,km kilómetro|kilómetros"),
    months=tuple("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()),
    date="{day} de {month} de {year}", comma_decimal=True,
    abbreviations={"p.ej.": "por ejemplo", "etc.": "etcétera"},
    sharp="las {h} en punto", past="las {h} y {m}", counted=(("veintiuno", "veintiún"), ("uno", "un")),
)  # fmt: skip
_FR = Tongue(
    dot="point", at="arobase", dash="tiret", underscore="tiret bas", slash="slash", plus="plus", point="virgule", to="à", and_="et",
    percent="pour cent", version="version", port="port",
    per={"mois": "par mois", "month": "par mois", "heure": "par heure", "h": "par heure", "an": "par an"},
    currencies={"€": ("euro", "euros", "centime", "centimes"), "$": ("dollar", "dollars", "cent", "cents"), "£": ("livre", "livres", "penny", "pence")},
    units=_units("Mo mégaoctet|mégaoctets,Go gigaoctet|gigaoctets,To téraoctet|téraoctets,MB mégaoctet|mégaoctets,GB gigaoctet|gigaoctets,TB téraoctet|téraoctets,vCPU cœur virtuel|cœurs virtuels,vCPUs cœur virtuel|cœurs virtuels,GHz gigahertz,ms milliseconde|millisecondes,min minute|minutes,km kilomètre|kilomètres"),
    months=tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    date="{day} {month} {year}", comma_decimal=True,
    abbreviations={"etc.": "et cetera", "p.ex.": "par exemple"},
    sharp="{h} heures", past="{h} heures {m}",
)  # fmt: skip
_TR = Tongue(
    dot="nokta", at="et", dash="tire", underscore="alt çizgi", slash="bölü", plus="artı", point="virgül", to="ile", and_="ve",
    percent="yüzde", version="sürüm", port="port",
    per={"ay": "aylık", "month": "aylık", "saat": "saatlik", "yıl": "yıllık"},
    currencies={"€": ("avro", "avro", "sent", "sent"), "$": ("dolar", "dolar", "sent", "sent"), "£": ("sterlin", "sterlin", "peni", "peni"), "₺": ("lira", "lira", "kuruş", "kuruş")},
    units=_units("MB megabayt,GB gigabayt,TB terabayt,vCPU sanal çekirdek,vCPUs sanal çekirdek,GHz gigahertz,ms milisaniye,min dakika,dk dakika,km kilometre"),
    months=tuple("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık".split()),
    date="{day} {month} {year}", comma_decimal=True,
    abbreviations={"vb.": "ve benzeri", "örn.": "örneğin"},
    sharp="saat {h}", past="saat {h} {m}",
)  # fmt: skip
_AR = Tongue(
    dot="نقطة", at="آت", dash="شرطة", underscore="شرطة سفلية", slash="شرطة مائلة", plus="زائد", point="فاصلة", to="إلى", and_="و",
    percent="بالمئة", version="الإصدار", port="المنفذ",
    per={"شهر": "شهريا", "month": "شهريا", "ساعة": "في الساعة", "سنة": "سنويا"},
    currencies={"€": ("يورو", "يورو", "سنت", "سنت"), "$": ("دولار", "دولار", "سنت", "سنت"), "£": ("جنيه", "جنيه", "بنس", "بنس")},
    units=_units("MB ميغابايت,GB غيغابايت,TB تيرابايت,vCPU نواة افتراضية|أنوية افتراضية,vCPUs نواة افتراضية|أنوية افتراضية,GHz غيغاهرتز,ms ميلي ثانية,min دقيقة|دقائق,km كيلومتر"),
    months=tuple("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()),
    date="{day} {month} {year}", comma_decimal=False,
    abbreviations={},
    sharp="الساعة {h}", past="الساعة {h} و {m} دقيقة",
)  # fmt: skip

TONGUES: Mapping[str, Tongue] = {"en": _EN, "de": _DE, "es": _ES, "fr": _FR, "tr": _TR, "ar": _AR}


def counting(said: str, words: Tongue) -> str:
    """A number in words, as it is said before what it counts."""
    for whole, before in words.counted:
        if said.endswith(whole):
            return said.removesuffix(whole) + before
    return said


def tongue(language: str) -> Tongue:
    """The language's words; English ones for a language we have none of."""
    return TONGUES.get(language[:2].lower(), _EN)
