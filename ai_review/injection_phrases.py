"""Phrases that talk to an AI, as patterns over folded text (see language.fold).

Each group names word beginnings of which the text must have one; without any its patterns are not
tried, which is the rule for an ordinary message.
"""

_AI = (
    r"(?:ai|a\.i\.|assistants?|chat ?bots?|bots?|llm|language models?|chatgpt|gpt|copilot|claude|"
    r"drafting (?:model|bot|tool)|support ai|model)"
)
_RULES = (
    r"(?:instructions?|prompts?|rules?|guidelines?|directions?|directives?|polic(?:y|ies)|"
    r"programming|constraints?|restrictions?|training|safeguards?|limits|limitations)"
)
# Not "my": "ignore my previous instructions" is about a standing order.
_OLD = (
    r"(?:(?:all|any|every|everything|of|the|your|these|those|previous|prior|above|earlier|"
    r"preceding|"
    r"former|existing|system|system's|bank's|initial|original|safety|security|other|and|given|"
    r"current"
    r"|language|hidden|about|sources) ){1,6}"
)
_SAY = (
    r"(?:write|state|put|say|paste|include|add|append|output|begin|start|end|show|reveal|print|"
    r"list|"
    r"give|mention|hide|quote|repeat|echo|insert|display|disclose|leak|tell me|share)"
)
_NOT_HUMAN = (
    r"(?:unrestricted|jailbroken|dan|root|evil|hacker|free from|bound|without (?:rules|limits))"
)

# language: (verbs that undo or betray, whose, what the AI was given), word beginnings.
_LEXICON = {
    "en": ("ignore disregard abandon set drop reveal disclose dump leak expose",
           "your|the system|previous|all of the",
           "instruct rules guideline guidance directive training restriction safeguard program"),
    "de": ("ignorier missacht vergiss verrat offenbar enthull befolg",
           "deine\\w*|ihre|alle|samtliche|bisherige\\w*|interne\\w*",
           "anweisung regel vorgabe richtlinie instruktion befehl"),
    "fr": ("ignore oubli contourn revel divulgu", "tes|vos|toutes|internes",
           "instruction consigne regle directive"),
    "es": ("ignor olvid descart revel divulg", "tus|sus|todas|las|internas",
           "instruccion regla norma directri indicacion"),
    "it": ("ignor dimentic rivel svel", "tue|le|tutte|interne|vostre", "istruzion regol"),
    "nl": ("negeer vergeet onthul", "je|jouw|uw|alle|interne", "instructie regels richtlijn"),
    "pt": ("ignor esque revel divulg", "suas?|tuas|as|todas|internas", "instruc regra diretri"),
    "pl": ("ignoruj zignoruj zapomnij ujawni", "swoje|swoich|wszystkie|twoje|o",
           "instrukcj zasad polecen regul"),
}  # fmt: skip


def _betrayal(verbs: str, whose: str, what: str) -> str:
    """An order to undo or betray what the AI was given: verb, whose, noun in one sentence.

    Not of "my" instructions: those are a standing order's.
    """
    verb, noun = "|".join(verbs.split()), "|".join(what.split())
    return rf"\b(?:{verb})[a-z]*\b[^.!?]{{0,30}}?\b(?:{whose}) (?:[a-z]+ ){{0,2}}?(?:{noun})"


GROUPS: list[tuple[str, list[str]]] = [
    (  # what the AI was told is void
        "ignor disregard forget overrid overrul bypass neglect follow obey void rule instruct "
        "guideline directive prompt polic task",
        [
            rf"\b(?:ignore|disregard|forget|override|overrule|bypass|neglect|(?:do not|don't|stop) "
            rf"(?:follow|obey)(?:ing)?) (?:completely |about )?{_OLD}{_RULES}",
            r"\b(?:ignore|disregard|forget) (?:everything|all|anything) (?:above|before|previously|"
            r"that was|you (?:were|have been|know))",
            rf"\b(?:ignore|disregard|forget|override|bypass) your {_RULES}\b",
            rf"\byour (?:\w+ ){{0,2}}{_RULES} (?:is|are|were) (?:now )?(?:void|cancel\w+|obsolete|"
            r"suspended|lifted|replaced|revoked)",
            rf"\b(?:the )?{_RULES} above (?:is|are|was|were) (?:void|written|fake|a test|replaced|"
            rf"superseded|"
            r"not valid|invalid|cancelled)\b",
            rf"\b(?<!are the )(?:new|updated|revised|additional|real|actual|"
            rf"corrected) (?:system )?(?:task|"
            rf"{_RULES})"
            r"(?: \w+)? ?:",
            r"\b(?:rules?|instructions?) (?:that )?you (?:were|have been) (?:given|told)",
            rf"\b(?:not bound by|free (?:of|from)|overrides?) (?:all |any )?(?:the |your |bank's |"
            rf"other "
            rf"){{0,3}}{_RULES}",
            r"\beverything (?:before|above) (?:this (?:line|point|message)|here) was (?:a |only )",
            r"\byou (?:\w+ )?(?:answer|obey|listen) only to me\b",
            rf"\byou (?:will )?(?:ignore|drop|forget) your {_RULES}",
        ],
    ),
    (  # what the AI was told, and what it must not tell
        "prompt system instruct hidden context configur environ api key token printenv passwd "
        "secret above before conversation",
        [
            r"\bsystem-? ?(?:prompt|message to the)|\bhidden (?:instructions?|prompt)\b"
            r"|\bcontext window\b",
            rf"\b{_SAY}\b.{{0,40}}\byour (?:\w+ )?(?:instructions|prompt|configuration)\b",
            rf"\b(?:{_SAY}|what (?:is|are|was|were))\b.{{0,40}}(?:system message|"
            rf"your (?:(?:system|initial|hidden|original|secret|internal) )+{_RULES})",
            r"\b(?:repeat|print|output|quote|show|copy)\b.{0,20}\b(?:text|words?|everything|all|"
            r"messages?)"
            r" (?:\w+ )?(?:above|before this|between the start|that (?:is|comes) before)",
            r"\bwhat (?:were|was) you told\b",
            r"\benvironment variables?\b|\bos\.environ|\bprintenv\b|/etc/(?:passwd|shadow)\b|"
            r"\$\{?env",
            rf"\b(?:{_SAY}|use to)\b.{{0,30}}\b(?:your (?:api|secret|access) (?:key|token)|"
            r"database url|bearer token)",
            r"\b(?:ai_|openai_)?api_key\b|\bsecret_key\b",
        ],
    ),
    (  # somebody else's data
        "customer conversation people ticket client user",
        [
            r"\b(?:list|show|tell me|reveal|give|search|look up|disclose|share|print|leak|"
            r"need)\b.{0,50}"
            r"\b(?:other|all|another|previous|next|last (?:\w+ )?) ?"
            r"(?:customers?|clients?|conversations?|tickets of|people|users)\b(?:'s?)?",
            r"\blook up the ticket\b|\bshow me (?:his|her|their) messages\b|\bthat customer's\b"
            r"|\bthe customer's full file\b|\bdisclose internal notes\b|\bshare internal notes\b",
        ],
    ),
    (  # who it is said to be
        "you act behave respond pretend play imagine speak answer game being",
        [
            rf"\byou are (?:now|no longer|hereby) (?:(?:an?|the|my) )?(?:\w+ ){{0,2}}(?:{_AI}|"
            rf"{_NOT_HUMAN}|admin(?:istrator)?|in \w+ mode)\b",
            rf"\byou are (?:an? )?{_NOT_HUMAN}\b",
            rf"\b(?:act|behave|respond|pretend|roleplay|role-play)"
            r"(?: to be| (?:that )?you are| as(?: if you (?:are|were))?) "
            rf"(?:an? |the |my )?(?:{_AI}|admin\w*|system|developer|{_NOT_HUMAN}|bank)",
            r"\b(?:speak|answer|act|talk|write) as (?:'|\"|that ai|if you had no)",
            r"\bimagine (?:a|an|that|you)\b.{0,50}\b(?:ai|assistant|no rules)\b",
            r"\blet(?:'s| us) play a (?:game|role)\b|\blet us agree on a (?:code|word)\b",
            r"\b(?:start|stop) being (?:a|an|the) (?:\w+ )?(?:tool|assistant|bot|"
            r"person who decides)\b",
        ],
    ),
    (  # addressed to it
        "assistant ai bot model llm gpt claude copilot reads",
        [
            rf"\b(?:note|message|instructions?|memo|reminder|attention|warning)(?: to| for|,)? "
            rf"(?:the |any |all )?(?:support )?{_AI}\b",
            rf"\b(?:ai|model) note\b|\b(?:dear|to the|to any|to all) {_AI}(?=[ ,:.](?!team|"
            rf"manager))"
            rf"(?! (?:where|when|how|what|why|i|my|is|can))",
            rf"\bif you(?: are|'re) (?:an? )?(?:automated )?{_AI}\b.{{0,30}}\b(?:you (?:must|"
            rf"should)|"
            r"ignore|write|include|approve|(?:reply|respond|answer) with)\b",
            rf"\b{_AI}(?:[,:] ?(?:you )?| you | )(?:must|should|shall|will now|are required to|"
            rf"have to)"
            rf"\b(?! (?:i|we|my)\b)",
            rf"\b{_AI}[,:] (?:please )?(?:ignore|disregard|reveal|approve|print|mark|promise|"
            rf"disclose|"
            r"append|merge|execute|override)\b|\blanguage models?[:,]",
            rf"\b(?:reveal|approve|print|mark|promise|disclose|append|merge|override|rules?|"
            rf"told you|"
            rf"klingon)\b[^.!?]{{0,60}}, ?{_AI}(?=[.!?]|$)",
            rf"\bread(?:s|ing)? this (?:\w+ )?with (?:a |an )?{_AI}|\b{_AI} (?:that|which|reading) "
            r"(?:reads?|process\w*|drafts?) this",
        ],
    ),
    (  # what it should do with the ticket and the draft
        "draft reviewer review approv summar risk categor priority ticket human repl cite citation "
        "sign compliance",
        [
            r"\bwhen(?:ever)? (?:you )?(?:summari[sz](?:e|ing)|process(?:ing)?|answer(?:ing)?|"
            r"draft(?:ing)?|repl(?:y|ying) to|writ(?:e|ing))\b.{0,30}\b(?:ticket|message|e-?mail|"
            r"text|"
            r"reply|article),? (?:from this text,? )?(?:you|please|always|also|do|only|write|say|"
            r"include|"
            r"add|use|ignore)\b",
            r"\b(?:approve|confirm|send|release) (?:this|the) (?:ticket|draft|reply|suggestion) "
            r"(?:automatically|without|yourself)|\bapprove(?:s|d)? (?:the|this|every|each|all) "
            r"(?:draft|suggestion|chargeback|reply)|\bapprovals? (?:is|are) automatic",
            r"\b(?:mark|rate|classify|treat|flag) (?:this|the|my|it|tickets?|"
            r"requests?)?\b.{0,40}?\bas "
            r"(?:\w+ )?(?:approved|safe|verified|harmless|(?:low|no)[ -]risk|trusted)",
            r"\b(?:without|skip(?:ping)?|bypass(?:ing)?)(?: any| the)? (?:human|reviewer'?s?) ?"
            r"(?:review|approval|check|oversight)?\b",
            r"\bset (?:the )?(?:category|risk|risk level|priority) (?:to|=)",
            r"\b(?:do not|don't) (?:cite|mention|tell|inform|flag|warn|"
            r"show)\b.{0,25}\b(?:reviewers?|"
            r"humans?|supervisors?)\b|\bdo not cite (?:any )?sources\b",
            r"\b(?:tell|to) the (?:human|person) who (?:signs|reviews|approves)|\breviewer:",
            rf"\b{_SAY}\b.{{0,60}}\b(?:in|into|to|from|of) the (?:summary|draft)(?: field)?\b"
            rf"|\b(?:in|begin|start) the summary,? (?:write|state|say|put|with)\b",
            r"\bthe (?:field )?(?:reply|citations?|summary)(?: field)? must\b"
            r"|\bthe field (?:reply|citations|summary)\b",
            r"\b(?:one signature suffices|no risk was found|approve without reading|"
            r"needs? no approval)\b",
            r"\b(?:refunds?|approvals?|answers?) (?:up to \d+ )?(?:without proof|need no)\b",
        ],
    ),
    (  # its very words
        "reply respond answer output include insert add append embed end start begin write",
        [
            r"\b(?:respond|reply|answer|output)(?: only| exactly| verbatim| always)* with "
            r"(?:(?:only |exactly )?(?:the )?(?:following|exact (?:text|words?)|word|json)|json|"
            r"[\"'])",
            r"\b(?:output|print|write|say|repeat) (?:only |exactly )+(?:this|the)\b|"
            r"\b(?:output|print|write|say|reply|respond|answer)\b.{0,60}\band nothing (?:else|"
            r"more)\b"
            r"|\byour (?:answer|reply|response) (?:has to|must|should) (?:start|begin|end|be)\b",
            r"\b(?:include|insert|add|append|embed) (?:this|the following|exactly|the|a) (?:link|"
            r"url|"
            r"sentence|image|html|code|markdown)|\bembed this\b|\bend (?:the|your|every|each) "
            r"(?:reply|answer) with\b|\b(?:repeat|include|write) this (?:sentence )?in (?:every|"
            r"each)\b",
            r"\bwrite the (?:reply|answer) in (?:html|javascript|base64|code)\b",
        ],
    ),
    (  # tricks by name, and tools
        "jailbreak mode injection anything function tool shell python sql command execut update "
        "delete drop audit combine evaluat override privilege",
        [
            r"\b(?:jailbreak|dan mode|developer mode|god mode|debug mode|prompt injection|"
            r"do anything now)\b",
            r"\b(?:call|execute|run|invoke|use(?= your)) (?:the |this |your |following )*(?:\w+ )?"
            r"(?:function|tools?|shell|python|sql|command)s?\b(?! support)",
            r"\bupdate \w+ set \w+ ?=|\bdelete from \w+|\bdrop table\b|\binsert into \w+ ?\("
            r"|\bdelete the audit\b",
            r"\bcombine (?:both|the|all) parts\b|\bevaluate \w \+ \w\b|"
            r"\binstructions in (?:\w+) parts\b"
            r"|\bdo what it says\b|\bnow override\b",
        ],
    ),
    (  # pretended ends and beginnings
        "end begin start << --- === ``` [//]",
        [
            r"\b(?:end|begin(?:ning)?|start) of (?:the )?(?:prompt|system prompt|instructions|"
            r"user (?:input|message)|customer (?:message|text)|ticket text|data)\b"
            r"|\b(?:customer|user|ticket|message) text ends\b|=+ ?(?:begin|end) (?:of )?\w+",
            r"```[ ]?(?:system|assistant|instructions?|prompt)|\[//\]: ?#",
        ],
    ),
    (  # whom it should serve, and what gives away that the writer knows how drafts are made
        "my words work me automated preamble template context output obeyed whoever source swap "
        "authority sudo",
        [
            r"\b(?:treat|follow|obey) (?:only )?my (?:words|orders|commands)\b|\byou (?:now )?work "
            r"(?:only )?for me\b|\bi am your (?:new )?(?:developer|operator|creator|admin\w*)\b",
            r"\bautomated (?:writer|drafter|reader|reviewer|assistant)\b|\bwhoever drafts\b"
            r"|\b(?:text|message|prompt|preamble) (?:that |which )?precedes\b|"
            r"\btop of your context\b",
            r"\b(?:just )?output ok\b|\byou obeyed\b|\bcite source \d|\bfrom source \d\b|"
            r"\bsource \d as\b",
            r"\brole swap\b|\bhigher (?:authority|priority) than\b|\badmin(?:istrator)? override\b"
            r"|\bsudo \w+|\bpre-?approved (?:this|the draft)\b",
        ],
    ),
    (  # German
        "anweis instruktion regel vorgabe prompt befehl richtlinie ki sprachmodell chatbot bist "
        "menschlich antworte wiederhol",
        [
            r"\b(?:ignorier\w*|missacht\w*|vergiss|vergessen sie|uberschreib\w*|"
            r"umgehen?)\b (?:sie )?"
            r"(?:(?:alle|die|deine|ihre|samtliche|bisherigen|vorherigen|vorigen|obigen|fruheren|"
            r"gesamten|anderen|diese) ){1,4}(?:\w+)?(?:anweisung|instruktion|regel|vorgabe|prompt|"
            r"befehl|richtlinie)",
            r"\buber (?:deine|ihre|alle|die) (?:\w+ )?(?:richtlinien|regeln|vorgaben) hinweg",
            r"\bdu bist (?:jetzt|nun|ab sofort|nicht (?:mehr|langer)) (?:eine? |kein |frei )"
            r"|\bab (?:jetzt|sofort) bist du\b",
            r"\b(?:verrate|drucke|wiederhole|zeig\w*|nenne?)\b.{0,20}(?:deine|"
            r"ihre) (?:anweisungen|regeln|"
            r"instruktionen)|\bwiederhole wort\w*|\b(?:deinen?|der|den|ihren?) system-?prompt",
            r"\bneue (?:system)?(?:anweisung|instruktion|regel)(?:en|n)? ?:",
            r"\b(?:an die|hinweis (?:an|fur) (?:die|den|das)|als|wenn du eine?) "
            r"(?:ki|sprachmodell|chatbot)\b|\bdas sprachmodell\b|, ki[?!.]",
            r"\banweisungen (?:sind aufgehoben|hast du bekommen)",
            r"\bantworte (?:nur|ausschliesslich|immer|genau) mit\b",
            r"\bohne menschliche (?:prufung|freigabe|kontrolle)",
        ],
    ),
    (  # French
        "instruct consigne regle directive prompt ia assistant modele chatbot robot humaine repond "
        "ordres maintenant",
        [
            r"\b(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) pas compte|contourne[zr]?)\b (?:de )?"
            r"(?:(?:toutes?|les?|tes|vos|ces|des|la) ){1,3}(?:\w+ )?(?:instructions?|consignes?|"
            r"regles?|"
            r"directives?|prompts?)",
            r"\b(?:tu es|vous etes) (?:maintenant|desormais) (?:une?|en mode|libre)|"
            r"\btu obeis a mes\b",
            r"\b(?:revele|repete)[zr]?\b.{0,30}(?:tes|vos|les) (?:consignes|instructions)"
            r"|\b(?:affiche|montre|donne|ecris)[zr]?\b.{0,20}(?:prompt|instructions? initiales?)",
            r"\bnouvelles? (?:instructions?|consignes?|regles?) ?:",
            r"\b(?:note|message|attention|instructions?) (?:a |pour )?(?:l'|le |la |les )?(?:ia|"
            r"assistant|"
            r"modele|chatbot|robot)\b|\bmodele de langage\b",
            r"\brepond[es]z? (?:uniquement|seulement|toujours|exactement) (?:par|avec)\b",
            r"\bsans (?:verification|validation|revision|relecture) humaine",
        ],
    ),
    (  # Spanish and Portuguese
        "instruc regla norma indicacion ordene directric prompt ia asistente assistente modelo bot "
        "human revis respond regras eres",
        [
            r"\b(?:ignor[ae]\w*|olvid[ae]\w*|haz caso omiso de|descart[ae]\w*|omit[ae]\w*|"
            r"no sigas)\b "
            r"(?:(?:todas?|las?|los|tus|sus|estas|de) ){1,3}(?:\w+ )?(?:instrucciones|reglas|"
            r"normas|"
            r"indicaciones|ordenes|directrices|prompts?)",
            r"\b(?:ahora|a partir de ahora|desde ahora)(?: tu)? (?:eres|actua|actuaras)\b",
            r"\b(?:revela|imprime|repite|palabra por palabra)\b.{0,30}(?:tus|sus|las) "
            r"(?:instrucciones|reglas)|\bprompt d[eo]l? sistema",
            r"\bnuevas? (?:instruccion(?:es)?|reglas?) ?:|\bnovas (?:instrucoes|regras) ?:",
            r"\b(?:nota|mensaje|atencion|instrucciones|mensagem) (?:a|para) (?:la |el |los |a |o )?"
            r"(?:ia|asistente|assistente|modelo|bot|chatbot)\b|\bmodelo de (?:lenguaje|"
            r"linguagem)\b",
            r"\bresponde (?:solo|unicamente|siempre|exactamente) con\b|\bresponda apenas com\b",
            r"\bsin (?:revision|aprobacion|supervision) humana|\bsem (?:revisao|aprovacao) humana",
            r"\b(?:ignor[ea]|esqueca) (?:todas )?as (?:\w+ ){0,2}(?:instrucoes|regras)"
            r"|\ba partir de agora (?:voce|tu) (?:e|es)\b",
        ],
    ),
    (  # Italian, Dutch, Polish, Swedish, Czech, Turkish: the commonest forms
        "istruzion regole prompt ia assistente instructie regels ai menselijk instrukc polecen "
        "zasad asysten antwoord odpowiad talimat instruktion pokyn revision istemi",
        [
            r"\b(?:ignora|dimentica) (?:tutte )?le (?:\w+ ){0,2}(?:istruzioni|regole)"
            r"|\bnuove (?:istruzioni|regole) ?:|\b(?:messaggio|nota|istruzioni) (?:per|a) (?:l'ia|"
            r"l'ai|"
            r"l'assistente)|\bprompt di sistema|\bsei ora un\b|\bsenza (?:revisione|"
            r"controllo) uman",
            r"\b(?:negeer|vergeet) (?:alle |je |uw )?(?:\w+ ){0,2}(?:instructies|regels)"
            r"|\bje bent nu een\b|\bbericht aan de ai\b|\bsysteemprompt|\bnieuwe (?:instructies|"
            r"regels) ?:"
            r"|\bzonder menselijke (?:controle|goedkeuring)",
            r"\b(?:z?ignoruj|zapomnij)(?: o)? (?:wszystkie )?(?:\w+ ){0,2}(?:instrukcj|polecen|"
            r"zasad)"
            r"|\b(?:wiadomosc|uwaga) dla ai\b|\bprompt systemowy|\bnowe (?:instrukcje|zasady) ?:"
            r"|\bod teraz jestes\b|\bbez kontroli czlowieka",
            r"\bignorera alla (?:\w+ )?instruktion|\bignoruj vsechny (?:\w+ )?pokyny"
            r"|\btum (?:\w+ )?talimatlar\w+ (?:yok say|unut)|\bsistem istemi",
        ],
    ),
    (  # role tags and chat templates
        "{{ <| <! </ <s <a <p <i <u <f <h <e [inst [/inst <<sys [system [/sys ## role data- human:",
        [
            r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id)\|?>",
            r"</?(?:system|assistant|instructions?|prompt|ai|human|user|customer|message|data|"
            r"context|"
            r"ticket|tool\w*|function\w*|invoke|start_of_turn|"
            r"end_of_turn)(?:[-_]\w+)?(?: [^>]{0,60})?>",
            r"\{\{/?(?:system|assistant|user)\}\}|\[/?inst\]|<</?sys>>|\[/?system\]|"
            r"#{2,} ?(?:system|instructions?|assistant|"
            r"response)\b"
            r"|# instructions for\b|\bhuman: .{0,200}\bassistant:",
            r"[\"']role[\"'] ?: ?[\"'](?:system|assistant|developer)[\"']",
            r"\bdata-[0-9a-f]{24}\b|\bdata-[a-z0-9]{20,}\b.{0,20}\b(?:end|source)\b",
            r"<!--(?!\[if).{0,200}\b(?:ai|assistant|system|model|bot|instructions?|risk|"
            r"disclose)\b",
            r"<\w+ [^>]*(?:display ?: ?none|font-size ?: ?0|visibility ?: ?hidden)[^>]*>[^<]{15,}",
        ],
    ),
]

# Alphabets of their own: tried on texts that are not ASCII.
OTHER_SCRIPTS = [
    r"(?:игнориру|раскро|покаж)\w* .{0,40}(?:инструкц|указани|правил)|забудь (?:\w+ ){0,2}правил|"
    r"системн\w+ промпт"
    r"|(?:для|к) ии\b|языков\w+ модел|без проверки человек",
    r"ігноруй .{0,40}(?:інструкц|вказів|правил)",
    r"(?:忽略|无视|忽视|忘记|显示).{0,12}(?:指令|指示|说明|规则|上面|以上)|系统提示|人工智能[:：]|语言模型|无需人工",
    r"(?:指示|命令)(?:を|をすべて)無視|(?:指示|ルール)を(?:すべて)?(?:無視|忘れ|教え)|(?:上記|以上).{0,8}無視|システムプロンプト|aiへ",
    r"(?:지시|명령|규칙)를? ?(?:모두 )?무시|시스템 프롬프트",
    r"تجاهل.{0,30}(?:التعليمات|تعليمات|الأوامر|القواعد)|انس قواعدك|موجه النظام",
    r"निर्देशों को अनदेखा|αγνοησε .{0,30}(?:οδηγιες|κανονες)|התעלם מכל ההוראות",
]

GROUPS += [(verbs, [_betrayal(verbs, whose, what)]) for verbs, whose, what in _LEXICON.values()]
