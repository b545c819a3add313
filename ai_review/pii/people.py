"""Names of people who are not on record: a spouse, a payee, whoever signed the letter.

A capitalised word is a name only where something says so: a title, a kinship, a greeting, the end
of a letter, a payment to two such words, or a usual given name followed by another.
"""

import re
from collections.abc import Iterator

from .patterns import words

_GIVEN = words(
    """aaron abdul abigail adam adrian agata agnes agnieszka ahmed aisha alan albert
    alberto alejandra alejandro aleksandra alessandra alessandro alex alexander alexandra
    alexandre alexis alfonso alfred alfredo alice alicia alina alison alvaro amanda amelia
    amelie amina amy ana anastasia andre andrea andreas andres andrew andrzej angela angelika
    anita anja anke ann anna annabel anne annika anthony antoine anton antonia antonio arthur
    arturo astrid aurelie axel barbara bart bartosz bas beata beatrice beatriz ben benjamin
    benoit bernard bernd berta bettina bianca birgit bjorn bogdan brian bridget bruno camila
    camille carla carlo carlos carmen carol carolina caroline catarina caterina catherine
    cecile cecilia celine charles charlotte chiara chloe christa christian christina christine
    christoph christophe christopher claire clara claudia claudio clemens clement colin
    cristina daan daniel daniela danuta david deborah denis denise dennis diana diego dieter
    dimitri dirk dominik dominique donald donna dorota dorothea duarte edith eduardo edward
    elena eleonora elias elisa elisabeth elizabeth elke ella ellen elodie emil emilia emilie
    emily emma emmanuel enrique eric erika erik ernst esther eva evelyn ewa fabian fabio fatima
    federica federico felipe felix fernanda fernando filip filippo fiona florence florian
    francesca francesco francisco franco francois francoise frederic friedrich fritz gabriel
    gabriela gabriele geert george georg gerald gerard gerd gert giorgio giovanni giulia
    giuseppe gloria gonzalo gregory greta grzegorz guido guillaume gunter gustav halina hanna
    hannah hannes hans harald harold harry hassan heather heidi heike heiko heinrich heinz
    helen helena helene helga helmut hendrik henri henrik henry herbert hermann hilde holger
    horst hugo ian ibrahim igor ines inge ingrid irene iris irina isabel isabella isabelle ivan
    jacek jacob jacqueline jacques jaime jakob jakub james jan jane janet janina jasmin jason
    javier jean jeanne jeffrey jennifer jens jeremy jerome jessica jesus jill joachim joan
    joana joanna joao joaquin jochen johan johanna johannes john jonas jonathan jorg jorge jose
    josef joseph joshua juan juana judith julia julian juliana julie julien jurgen justyna kai
    karen karin karl karolina kasia katarzyna kate katharina katherine kathleen kathrin katja
    katrin kazimierz keith kelly kenneth kerstin kevin kim klaus konrad krystyna krzysztof kurt
    lars laura laurence laurent lena leo leon leonardo leonie lieke lily linda lisa lorena
    lorenzo louis louise luca lucas lucia lucie lucy luis luisa lukas lukasz lutz lydia maarten
    maciej magdalena malgorzata manfred manon manuel manuela marc marcel marcin marco marcos
    marcus mareike margaret margarida margot maria marianne marie marieke marina mario marion
    marlene marta martha martina mary mateusz mateo mathieu matteo matthew matthias maurice
    mauro maxim maximilian megan mehmet melanie melissa mercedes michael michal michel michele
    michelle miguel mike milan mohamed mohammad mohammed monica monika monique muhammad nadia
    nadine nancy natalia natalie nathalie nathan neil nicholas nick nicola nicolas nicole niels
    nikolai nils nina noah noor nora norbert oliver olivia olivier olga omar oscar oskar otto
    pablo pamela paola paolo pascal patricia patrick patrizia paul paula paulina pawel pedro
    peter petra philip philipp philippe pierre pieter pilar piotr priya rachel rafael rainer
    ralf ramon raquel rebecca regina reinhard renate rene ricardo richard rita robert roberta
    roberto rodrigo roger roland roman ronald rosa rosie roxana ruben rudolf rui russell ruth
    ryan sabine sabrina salvatore sam samantha samuel sandra sander sara sarah sebastian serge
    sergio sharon sheila shirley silke silvia simon simone sofia sonia sonja sophia sophie
    stanislaw stefan stefania stefano steffen stella stephan stephane stephanie stephen steven
    stuart susan susana susanne svenja sven sylvia sylvie tamara tania tanja tatiana teresa
    theo theresa thierry thijs thomas tiago tim timo tobias tom tomas tomasz torsten ulrich
    ulrike ursula uwe valentin valentina valeria valerie vanessa vera veronica veronika victor
    victoria viktor vincent virginie vittorio vladimir volker walter wanda wendy werner wilhelm
    willem william wojciech wolfgang xavier yann yannick yasmin yolanda yusuf yvonne yves zofia
    zuzanna"""
)
_TITLES = words(
    """mr mrs ms miss mx dr prof sir madam herr herrn frau fraulein monsieur madame
    mademoiselle mme mlle senor senora senorita sr sra srta don dona signor signora signorina
    sig sig.ra dott mevrouw meneer dhr mevr mw m. senhor senhora pan pani pana panie panu"""
)
_KIN = words(
    """husband wife spouse partner boyfriend girlfriend fiance fiancee son daughter father
    mother dad mum mom brother sister uncle aunt cousin nephew niece grandmother grandfather
    friend mother-in-law father-in-law brother-in-law sister-in-law grandson granddaughter
    carer schwiegermutter schwiegervater schwager schwagerin enkel enkelin verlobter verlobte
    neffe nichte friend flatmate roommate landlord landlady colleague boss neighbour neighbor
    employer mann ehemann frau ehefrau freund freundin partnerin sohn tochter vater mutter
    bruder schwester onkel tante oma opa vermieter vermieterin chef nachbar nachbarin kollege
    kollegin mari femme epoux epouse conjoint compagnon compagne fils fille pere mere frere
    soeur oncle ami amie proprietaire voisin collegue marido mujer esposo esposa novio novia
    pareja hijo hija padre madre hermano hermana tio tia amigo amiga casero vecino companero
    marito moglie compagno compagna figlio figlia fratello sorella zio zia amico amica vrouw
    zoon dochter vader moeder broer zus oom vriend vriendin buurman huisbaas mulher filho filha
    pai mae irmao irma maz zona zony meza syn corka ojciec matka brat siostra przyjaciel kolega"""
)
_MY = words(
    """my our his her their mein meine meinem meinen meiner unser unsere sein seine ihr
    ihre mon ma notre son sa mi nuestro nuestra su mio mia mijn onze meu minha nosso moj moja
    mojego mojej"""
)
_GREETINGS = words(
    """dear hello hi hey hallo liebe lieber bonjour bonsoir cher chere estimado estimada
    querido querida hola gentile caro cara egregio buongiorno beste geachte prezado prezada ola
    szanowny szanowna drogi droga geehrter geehrte geehrten"""
)
_NAMED = re.compile(
    r"(?<![^\W_])(?:my name is|name is|name:|i am called|called|named|account holder(?: is|:)?|"
    r"in the name of|on behalf of|beneficiary(?: is|:)?|payee(?: is|:)?|recipient(?: is|:)?|"
    r"cardholder(?: is|:)?|(?:ich|er|sie) heiss[te]|mein name ist|name ist|"
    r"kontoinhaber(?:in)?(?: ist|:)?|"
    r"empfanger(?:in)?(?: ist|:)?|je m'appelle|s'appelle|mon nom est|au nom de|titulaire(?: est|"
    r":)?|"
    r"beneficiaire(?: est|:)?|(?:me|se) llamo?a?|mi nombre es|a nombre de|titular(?: es|:)?|"
    r"beneficiario(?: es|:)?|(?:mi|si) chiam[oa]|il mio nome e|intestatario(?: e|:)?|"
    r"(?:ik|hij|zij) heet|mijn naam is|chamo-me|o meu nome e|meu nome e|nazywam sie)[ ]\Z",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"(?<![^\W_])(?:transfer\w*|sent|send|paid|pay|payment|wired?|money|owe[ds]?|lent|refund\w*|"
    r"standing order|direct debit|uberw\w+|bezahlt|zahlung|geld|dauerauftrag|gesendet|virement|"
    r"vire|"
    r"verse|envoye|paye|paiement|transfer\w+|envi[eoa]\w*|pagad[oa]|pague|pago|bonifico|inviato|"
    r"pagato|"
    r"overgemaakt|betaald|betaling|przela?l?e?w\w*|enviei|paguei)(?![^\W_])[^.!?\n]{0,40}?"
    r"(?<![^\W_])(?:to|from|for|an|von|a|de|pour|para|por|da|aan|van|ao|do|od|dla)[ ]\Z",
    re.IGNORECASE,
)
# The last words of those phrases: a look at one word spares most texts the search.
_NAMED_LAST = words(
    """is called named name holder of beneficiary payee recipient cardholder heiss heisst
    ist kontoinhaber kontoinhaberin empfanger empfangerin m'appelle s'appelle est de titulaire
    beneficiaire llamo llama es titular beneficiario chiamo chiama e intestatario heet sie"""
)
_PAID_LAST = words("to from for an von a de pour para por da aan van ao do od dla")
_LINE_END = re.compile(r"[ ,.]*(?:\n|\Z)")
_AT_CLOSING = re.compile(r"(?:\n[\s>|]*|,[ ])\Z")
_LAST_WORDS = re.compile(r"[^.!?\n]*\Z")  # of what comes before: its last line or sentence
_CLOSING = re.compile(
    r"(?:(?:kind|best|warm|many)(?:est)? (?:regards|wishes)|regards|sincerely|faithfully|"
    r"yours(?: truly)?|best|"
    r"thanks(?: a lot| again| in advance)?|thank you(?: very much)?|many thanks|cheers|"
    r"all the best|"
    r"mit (?:freundlichen|besten|lieben) grussen|(?:viele|liebe|beste|freundliche|schone) grusse|"
    r"(?:viele[nr]? |besten )?dank|danke|mfg|lg|vg|cordialement|bien a vous|sinceres? salutations|"
    r"salutations(?: distinguees)?|merci(?: d'avance| beaucoup)?|"
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|"
    r"atentamente|(?:muchas )?gracias|(?:cordiali|distinti) saluti|saluti|grazie(?: mille)?|"
    r"(?:met )?(?:vriendelijke|hartelijke) groeten?|groet(?:jes|en)?|bedankt|"
    r"(?:com os )?(?:melhores )?cumprimentos|atenciosamente|obrigad[oa]|pozdrawiam|z powazaniem|"
    r"dziekuje)",
    re.IGNORECASE,
)
# Capitalised words that are no names: the bank's, the calendar's, places, firms, polite forms.
_NOT_NAMES = (
    words(
        """a account accounts address agent amazon america apple april august austria bank
    banking bizum belgium berlin britain british business card cards cash central city co
    company credit customer customers day debit december deutsche deutschland direct ebay
    england english euro europe european february first france french friday gateway gbp
    general germany german gmbh good google great hong hsbc i ireland italy iban inc india
    january july june kingdom klarna kong limited ltd london madam manager march master
    mastercard may mobile monday money month morning my netherlands new north november october
    online order paris pay payment payments paypal pin please poland portugal pounds premium
    department desk service services receive regards reviewer revolut sa santander saturday
    savings security sepa september service sir south spain states sunday support swift
    switzerland tax team tesco thanks the thursday to tuesday transfer uk ukraine uber union
    united us usa visa wednesday wells western wise year york youth your zelle alle all
    everyone everybody there folks konto karte geld bankkonto girokonto sparkasse damen herren
    zusammen kunde kunden kundin kundenservice montag dienstag mittwoch donnerstag freitag
    samstag sonntag januar februar marz mai juni juli oktober dezember ihre ihr ihrem sie die
    der das dem den ein eine und uhr rechnung zahlung frage bitte antwort hilfe nummer
    bestellung lastschrift uberweisung amt finanzamt service vielen messieurs mesdames tous
    client cliente clientes clienti banque carte compte lundi mardi mercredi jeudi vendredi
    samedi dimanche banco tarjeta cuenta equipo lunes martes miercoles jueves viernes senores
    banca carta conto klant rekening equipe zespol bankowy bot assistant chatbot sirs maam lord
    god goodness claire's mother's father's who it is when where what why how this that if but
    and or so no yes not as at in on for from with by we they he she you can could would will
    has have had app atm id otp wie was wo wann wenn es ich wir mr mrs ms dr waiting hello hi
    dear hey bonjour hola hallo ciao apr sparen gruss grusse"""
    )
    | _KIN
)
_PARTICLES = words("van von de der den di del della da dos la le el bin al y ten")
_ONE = r"[A-Z](?:[a-z]{0,3}\.(?=[ ]?[A-Z])|[\w'-]*)"
_CAPITALISED = re.compile(
    rf"(?<![\w'@./-])(?:[A-Z]\.[ ]?)?{_ONE}"
    rf"(?:[ ](?:(?:{'|'.join(sorted(_PARTICLES))})[ ]){{0,2}}{_ONE}){{0,5}}"
)
_LONGEST = 4  # words of a name


def names(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Names of persons in the contexts above."""
    for match in _CAPITALISED.finditer(text):
        found = _name_in(text, match)
        if found:
            start, end = found
            yield start, end, "NAME", " ".join(re.split(r"[\s.]+", text[start:end].lower())).strip()
    for match in _LOWER.finditer(text):
        if not set(match.group(1).split()) & _NOT_NAMES:
            yield *match.span(1), "NAME", match.group(1)


# "my name is john smith": only as a whole sentence, or "my name is" alone would eat its verb.
_LOWER = re.compile(
    r"(?<![^\W_])(?:my name is|ich heisse|je m'appelle|me llamo|mi chiamo|ik heet|chamo-me|"
    r"nazywam sie)[ ]"
    r"([a-z][a-z'-]+(?:[ ][a-z][a-z'-]+)?)(?=[ ]*(?:[.,!?;\n]|\Z|(?:and|und|et|y|e|en|i)[ ]))"
)


def _name_in(text: str, match: re.Match) -> tuple[int, int] | None:
    """(start, end) of the name in a run of capitalised words, if something says that it is one."""
    pieces = [(m.start() + match.start(), m.end() + match.start(), _bare(m.group()))
              for m in re.finditer(r"[^ ]+", match.group())]  # fmt: skip
    before = text[max(0, match.start() - 70) : match.start()]
    last = before.split()[-2:]
    said = [_bare(word) for word in last]
    for index, (_, _, word) in enumerate(pieces):
        ahead = said + [w for _, _, w in pieces[:index]]
        if word in _TITLES or (word in _KIN and ahead and ahead[-1] in _MY):
            rest = _name(text, pieces[index + 1 :])
            if rest:
                return rest
        elif word in _GREETINGS and index == 0:
            return _greeted(text, pieces[1:])
        elif word in _GIVEN and word not in _NOT_NAMES and index + 1 < len(pieces):
            rest = _name(text, pieces[index:])
            if rest and " " in text[slice(*rest)]:
                return rest
    if not said:
        return None
    if said[-1] in _TITLES or (said[-1] in _KIN and len(said) > 1 and said[-2] in _MY):
        return _name(text, pieces)
    if said[-1] in _GREETINGS:
        return _greeted(text, pieces)
    if said[-1] in _NAMED_LAST and _NAMED.search(before):
        return _name(text, pieces)
    if len(pieces) > 1 and said[-1] in _PAID_LAST and _PAID.search(before):
        whole = _name(text, pieces)
        return whole if whole and whole[1] == pieces[-1][1] and " " in text[slice(*whole)] else None
    if (
        _LINE_END.match(text, match.end())
        and _AT_CLOSING.search(before)
        and _CLOSING.fullmatch(_LAST_WORDS.search(before.rstrip(" \n>|,.!")).group().strip(" >|"))
    ):
        whole = _name(text, pieces)
        return whole if whole and whole[1] == pieces[-1][1] else None
    return None


def _bare(word: str) -> str:
    """In lower case, without punctuation; "M." is Monsieur, "M" is nobody."""
    return "m." if word == "M." else word.strip(".,:'").lower()


def _name(text: str, pieces: list[tuple[int, int, str]]) -> tuple[int, int] | None:
    """From the first piece to the last that can belong to a name."""
    end = count = 0
    for _, stop, word in pieces[: _LONGEST + 4]:
        if count and word in _PARTICLES:
            continue
        if word in _TITLES and not count:
            continue
        if word in _NOT_NAMES or word in _TITLES:
            break
        end, count = stop, count + 1
        if count == _LONGEST:
            break
    if not count:
        return None
    start = next(a for a, _, word in pieces if word not in _TITLES)
    end -= text[start:end].endswith((".", "'"))
    if text[start:end].endswith("'s"):
        end -= 2
    return (start, end) if end - start > 1 else None


def _greeted(text: str, pieces: list[tuple[int, int, str]]) -> tuple[int, int] | None:
    """A greeting's name is followed by a comma or the end of the line; "Hello Support" has none."""
    whole = _name(text, pieces)
    if (
        whole
        and whole[1] >= pieces[-1][1] - 1
        and re.match(r"[ .]*(?:[,!:\n]|\Z)", text[whole[1] :])
    ):
        return whole
    return None
