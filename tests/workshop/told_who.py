"""Texts that tell who somebody is, and ordinary ones: 200, with made-up numbers that add up."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from stdnum import luhn
from stdnum.no import fodselsnummer

_chance = random.Random(58)  # noqa: S311  the same texts every time


def _date(day_more: int = 0) -> tuple[str, str, str]:
    day = _chance.randint(1, 28) + day_more
    return f"{day:02}", f"{_chance.randint(1, 12):02}", f"{_chance.randint(31, 99)}"


def norwegian(day_more: int = 0) -> str:
    """A fødselsnummer; with 40 more on the day a D-number."""
    while True:
        begun = "".join(_date(day_more)) + f"{_chance.randint(0, 499):03}"
        first = fodselsnummer.calc_check_digit1(begun)
        number = begun + first + fodselsnummer.calc_check_digit2(begun + first)
        if fodselsnummer.is_valid(number):
            return number


def swedish(day_more: int = 0) -> str:
    """A personnummer; with 60 more on the day a samordningsnummer."""
    day, month, year = _date(day_more)
    begun = f"{year}{month}{day}{_chance.randint(1, 999):03}"
    return begun + luhn.calc_check_digit(begun)


def mobile_no() -> str:
    return f"{_chance.choice('49')}{_chance.randint(0, 9_999_999):07}"


def mobile_se() -> str:
    return f"07{_chance.choice('0236')}{_chance.randint(0, 9_999_999):07}"


_WORDS = ["null", "en", "to", "tre", "fire", "fem", "seks", "syv", "åtte", "ni"]
_ORD = ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"]


def spaced(number: str, *sizes: int, by: str = " ") -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(number[at : at + size])
        at += size
    return by.join(pieces)


def wide(number: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in number)


def letters(number: str) -> str:
    """O for the first 0 and l for the first 1."""
    return number.replace("0", "O", 1).replace("1", "l", 1)


def said(number: str, words: Sequence[str]) -> str:
    return " ".join(words[int(digit)] for digit in number)


_IDENTITY: tuple[Callable[[], str], ...] = (
    lambda: f"Naboen har {norwegian()} som nummer",
    lambda: f"fnr {spaced(norwegian(), 6, 5)}",
    lambda: f"Mitt nr: {spaced(norwegian(), 2, 2, 2, 5, by='.')}.",
    lambda: f"{spaced(norwegian(), 6, 3, 2)} bor her",
    lambda: f"Hun er {spaced(norwegian(), *([1] * 11))}",
    lambda: f"Skriv til {wide(norwegian())}!",
    lambda: f"Fødselsnummer {letters(norwegian())} i Skolegata",
    lambda: f"{said(norwegian(), _WORDS)} heter jeg",
    lambda: f"D-nummeret mitt er {norwegian(40)}",
    lambda: f"d-nr {spaced(norwegian(40), 6, 5, by='-')} takk",
    lambda: f"Jag är {spaced(swedish(), 6, 4, by='-')}",
    lambda: f"Personnummer 19{swedish()} står på skylten",
    lambda: f"pnr {swedish()}, ring inte",
    lambda: f"19{spaced(swedish(), 6, 4, by='-')}",
    lambda: f"samordningsnummer {spaced(swedish(60), 6, 4, by='-')}",
    lambda: f"Nummer {wide(swedish())} igen",
)
_PHONE: tuple[Callable[[], str], ...] = (
    lambda: f"Ring meg på {spaced(mobile_no(), 2, 2, 2, 2)}",
    lambda: f"{spaced(mobile_no(), 3, 2, 3)} om lekeplassen",
    lambda: f"Kontakt {mobile_no()}",
    lambda: f"+47 {spaced(mobile_no(), 3, 2, 3)}",
    lambda: f"0047{mobile_no()}",
    lambda: f"tlf. {spaced(mobile_no(), 4, 4)}",
    lambda: f"{spaced(mobile_no(), 2, 2, 2, 2, by='.')} ring gjerne",
    lambda: f"jeg nås på {said(mobile_no(), _WORDS)}",
    lambda: f"{wide(mobile_no())} er nummeret",
    lambda: f"Nummer: {letters(spaced(mobile_no(), 2, 2, 2, 2))}",
    lambda: f"{spaced(mobile_no(), *([1] * 8), by='-')}",
    lambda: f"Ring {spaced(mobile_se(), 3, 7, by='-')}",
    lambda: f"{spaced(mobile_se(), 3, 3, 2, 2)} är mitt nummer",
    lambda: f"+46 {spaced(mobile_se()[1:], 2, 3, 2, 2)}",
    lambda: f"Växeln 08-{_chance.randint(100, 999)} {_chance.randint(100, 999)} 00",
    lambda: f"slå {said(mobile_se(), _ORD)}",
    lambda: f"mobil {mobile_se()}, kvällstid",
)
_MAIL: tuple[Callable[[], str], ...] = (
    lambda: "Skriv til kari.nordmann@example.no",
    lambda: "ola @ example . com svarer",
    lambda: "kari (at) example (dot) no",
    lambda: "ola krøllalfa example punktum no",
    lambda: "anna snabel-a example punkt se",
    lambda: "per at example dot com",
    lambda: "ａｓｅ＠ｅｘａｍｐｌｅ．ｎｏ",
)


def telling() -> list[tuple[str, str]]:
    """A hundred (text, what it tells)."""
    kinds = (("national_id", _IDENTITY, 46), ("phone", _PHONE, 47), ("email", _MAIL, 7))
    return [(makers[n % len(makers)](), kind) for kind, makers, many in kinds for n in range(many)]


ORDINARY = """
Mer lys på gangveien mellom skolen og butikken
Vi trenger 50 000 000 kr til nytt bad
Kommunen bruker 12 500 000 kroner på vei
I perioden 2024-2030 skal utslippene halveres
Planen 2024 2025 er for kort
Åpent kl 20.00-22.00 på torsdager
Skolen er åpen 08.00-16.00
Møtet er 12.05.2026 kl. 18.30
Frist 01.05.2026 for innspill
Den 24.12.2025 var det mørkt her
20, 25, 30 eller 35 prosent rabatt på bussen
Tell med oss: 1 2 3 4 5 6 7 8 9
Fra 59113 innbyggere i 2024 til 60200 i 2030
Gnr 12 bnr 345 bør fredes
62.472228, 6.149581 er stedet
Koordinater 62,4722 og 6,1495
Huset er fra 1904 og taket fra 2011
Buss 1, 2, 3, 4 og 5 stopper ikke her
Vegen er 3,5 m brei og 1200 m lang
Varmepumpe sparer 15 000 kWh i året
Strømmen kostar 1,25 kr per kWh
Solceller gir 4 500 000 kWh til sammen
Postnummer 6002 og 6003 mangler sykkelvei
Det bor 250 personer i blokka, 4 etasjer
Tiltak 3 i planen bør komme før tiltak 1
Avfall: 412 kg per innbygger, mål 300 kg
Tjue trær til, ti benker og fem lamper
En to tre, så er vi i gang
Jeg tror at dette er bra. Nei til mer bil
Møt oss @ torget. Ta med kopp
Følg med på @alesundkommune
E39 og Fv661 må få autovern
Snitt 3.75 av 5 i undersøkelsen 2023
Kr 99 990 000 er for dyrt
Budsjettet på 25 000 000 sprekker
Isbaneanlegg på 60x30 meter
Fartsgrense 30 km/t, ikke 50
Mellom klokken 7 og 9 er det kø
0,5 prosent eigedomsskatt
Skole 1-10 på ett sted
Kamera nr 4 virker ikke
Bygg 120 boliger innen 2028
Uke 26 27 28 er stengt
Vi er 14 naboer som ønsker dette
Det tar 10-15 minutter å gå
Grøfta er 80 cm dyp, 2 meter brei
Kl 1630-1730 er det verst
Regn 2100 mm i året
Utsikten fra 418 trinn er best
Strandsonen 100 meter må vernes
Saksnr 2024/12345 gjelder dette
Sak 23/4567 er ikke behandlet
10 000 skritt hver dag
Gågate fra 1. juni til 31. august
Plass til 2000 sykler
Tettare mellom avgangane, helst kvart 15. minutt
Jordvern! 300 dekar er nok
Eg vil ha fjernvarme, det sparer 20 %
Fleire benker langs turvegen
Gjer sentrum bilfritt
Barnehagen treng ny leikeplass
Ungdomane manglar ein stad å vere
Kaia bør bli park
Skru av reklamelyset om natta
Meir skugge i skulegarden
Fler cykelbanor till skolan
Bussen går för sällan på kvällen
Bygg 350 lägenheter före 2030
Vi vill ha solceller på taket
Avgiften är 1 250 kr per år
Öppet 10.00-18.00 alla dagar
Den 2 maj 2026 träffas vi
Parkera inte på torget
Plantera 1000 träd
Fjärrvärme till alla
Vattnet är för varmt i augusti
Återbruk, inte avfall
Nio av tio cyklar hit
Tre nya bänkar vid ån
More trees along the road
Two new bus stops, please
The library should open at 8
Reduce waste by 25% before 2030
We need 5,000,000 NOK for the park
Lights on from 16:00 to 23:00
Ask the school about this
At least 3 chargers per block
Call it a car-free day
One small step at a time
Free buses in 2027
Snarveien bak kirka er mørk
Bussholdeplass uten tak
Her er det alltid vann i kjelleren
Fin badeplass, men ingen søppelbøtter
Vindturbinar øydelegg utsikta
Bruk overskotsvarmen frå datasenteret
Reparer heller enn å kaste
Lag et byttetorg
Rekkverket er rustent
La oss dyrke mat på takene
""".strip().splitlines()
