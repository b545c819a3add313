"""The few sentences of its own that the offline provider has, and its words for urgency."""

import re
from dataclasses import dataclass

from ai_review.language import fold, stem


@dataclass(frozen=True)
class Phrases:
    greeting: str
    greeting_without_name: str
    thanks: str
    closing: str
    # How a thread's summary goes on: what was asked, said since by the customer, by the desk, noted
    # by the desk, and asked last.
    first: str
    then: str
    desk: str
    note: str
    open: str


_PHRASES = {
    "en": Phrases(
        "Dear {name},", "Hello,", "Thank you for your message.",
        "Kind regards\nYour support team",
        "At first:", "Then:", "The desk:", "Internal note:", "Open now:",
    ),
    "de": Phrases(
        "Guten Tag {name},", "Guten Tag,", "vielen Dank für Ihre Nachricht.",
        "Freundliche Grüße\nIhr Kundenservice",
        "Zuerst:", "Dann:", "Antwort der Bank:", "Interne Notiz:", "Noch offen:",
    ),
    "fr": Phrases(
        "Bonjour {name},", "Bonjour,", "Merci pour votre message.",
        "Cordialement,\nVotre service client",
        "Au départ :", "Ensuite :", "Réponse de la banque :", "Note interne :", "À traiter :",
    ),
    "es": Phrases(
        "Hola, {name}:", "Hola:", "Gracias por su mensaje.",
        "Un cordial saludo,\nSu equipo de atención al cliente",
        "Al principio:", "Después:", "Respuesta del banco:", "Nota interna:", "Pendiente ahora:",
    ),
    "it": Phrases(
        "Buongiorno {name},", "Buongiorno,", "grazie per il suo messaggio.",
        "Cordiali saluti\nIl servizio clienti",
        "All'inizio:", "Poi:", "Risposta della banca:", "Nota interna:", "Ancora aperto:",
    ),
    "nl": Phrases(
        "Beste {name},", "Beste klant,", "Bedankt voor uw bericht.",
        "Met vriendelijke groet,\nDe klantenservice",
        "Eerst:", "Daarna:", "Antwoord van de bank:", "Interne notitie:", "Nu open:",
    ),
    "pt": Phrases(
        "Olá, {name},", "Olá,", "Obrigado pela sua mensagem.",
        "Com os melhores cumprimentos,\nO apoio ao cliente",
        "No início:", "Depois:", "Resposta do banco:", "Nota interna:", "Em aberto:",
    ),
    "pl": Phrases(
        "Dzień dobry, {name},", "Dzień dobry,", "dziękujemy za wiadomość.",
        "Z poważaniem\nObsługa klienta",
        "Na początku:", "Potem:", "Odpowiedź banku:", "Notatka wewnętrzna:", "Do załatwienia:",
    ),
}  # fmt: skip


def of(language: str) -> Phrases:
    """The phrases of a language; English for one that has none here."""
    return _PHRASES.get(language, _PHRASES["en"])


_URGENT = re.compile(
    r"\b(?:fraud\w*|scam\w*|phish\w*|hacked|stolen|theft|robbed|unauthori[sz]ed|"
    r"not (?:made )?by me|didn'?t (?:make|authori[sz]e)|someone (?:else )?(?:is|has|used|took)|"
    r"emergency|identity theft|"
    r"betrug\w*|betrog\w*|gestohlen\w*|geklaut\w*|diebstahl|gehackt|unbefugt\w*|"
    r"nicht (?:von mir|autorisiert)|missbrauch\w*|notfall|"
    r"fraud\w*|escroquer\w*|arnaque\w*|vole[es]?|vol de|pirate\w*|non autorise\w*|urgence|"
    r"fraude\w*|estafa\w*|robad[oa]s?|robaron|robo|hackead[oa]|no autorizad[oa]s?|"
    r"suplantacion|emergencia|truffa\w*|rubat[oa]|oszust\w*|skradzi\w*|diefstal|gestolen|roubad[oa])\b"
)
_HIGH = re.compile(
    r"\b(?:charged (?:me )?twice|double charge\w*|twice|duplicate|locked out|blocked|"
    r"urgent\w*|asap|immediately|lost (?:my )?card|card (?:is |was )?lost|"
    r"money (?:is |has )?(?:gone|missing|disappeared)|missing money|"
    r"wrong (?:account|person|amount|recipient)|swallowed|complaint|two times|"
    r"(?:not|no) (?:pay out|paid out|dispensed|banknotes)|"
    r"doppelt\w*|zweimal|gesperrt\w*|dringend\w*|sofort|umgehend|karte verloren|verloren|"
    r"geld (?:ist )?(?:weg|fehlt)|falsche[ns]? (?:konto|empfanger|betrag)|beschwerde|"
    r"deux fois|double|bloque\w*|urgent\w*|immediatement|perdu\w*|argent (?:a )?disparu|"
    r"mauvais (?:compte|montant|destinataire|beneficiaire)|reclamation|"
    r"dos veces|duplicad[oa]|bloquead[oa]s?|urgente\w*|inmediatamente|perdid[oa]|"
    r"ha desaparecido|cuenta equivocada|reclamacion|queja|"
    r"smarrit[oa]|ho perso|bloccat[oa]|geblokkeerd|zablokowan\w*|zgubil\w*)\b"
)
_LOW = re.compile(
    r"\b(?:feedback|suggestion|just (?:wondering|curious)|no rush|not urgent|no hurry|"
    r"vorschlag|verbesserung\w*|nicht dringend|keine eile|anregung|"
    r"suggestion|pas urgent|sugerencia|no es urgente|sin prisa)\b"
)


def priority(text: str) -> str:
    """low | normal | high | urgent, by words that speak of theft, lost money or no hurry."""
    folded = fold(text)
    if _URGENT.search(folded):
        return "urgent"
    if _LOW.search(folded):
        return "low"
    return "high" if _HIGH.search(folded) else "normal"


_ENGLISH = {
    stem(foreign): stem(english)
    for english, others in {
        "card": "karte carte tarjeta carta kaart cartão karta",
        "account": "konto compte cuenta conto rekening conta",
        "payment": "zahlung paiement pago pagamento betaling płatność",
        "transfer": "überweisung virement transferencia bonifico overboeking transferência przelew",
        "refund": "erstattung rückerstattung remboursement reembolso devolución rimborso zwrot",
        "fee": "gebühr gebühren frais comisión comisiones commissione kosten opłata",
        "fees": "gebühr gebühren frais comisión comisiones",
        "pin": "geheimzahl",
        "blocked": "gesperrt blockiert bloqué bloquée bloqueada bloqueado bloccata",
        "lost": "verloren perdu perdue perdida perdido",
        "stolen": "gestohlen volé volée robada robado",
        "login": "anmeldung anmelden connexion connecter acceso iniciar",
        "declined": "abgelehnt refusé refusée rechazado rechazada",
        "charge": "abbuchung abgebucht débit prélèvement cargo cobro",
        "double": "doppelt zweimal double doble duplicado twice",
        "address": "adresse dirección indirizzo",
        "identity": "identität identité identidad",
        "arrival": "angekommen arrivée llegado arrived arrive",
        "exchange": "wechselkurs change cambio",
        "cash": "bargeld espèces efectivo",
        "statement": "kontoauszug relevé extracto",
        "limit": "grenze plafond límite",
        "fraud": "betrug fraude phishing scam",
        "complaint": "beschwerde réclamation queja reclamación",
    }.items()
    for foreign in others.split()
}


def in_english(stemmed: str) -> str:
    """The English stem of a common banking word's stem; other words as they are."""
    return _ENGLISH.get(stemmed, stemmed)
