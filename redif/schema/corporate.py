"""Words that show a name to be that of a corporate author: a university, a bank, a working group."""

from __future__ import annotations

import re

from redif.source.characters import lowercase_in_place
from redif.source.patterns import lazy

# Beginnings of words that show a name to be that of a corporate author. They are searched for in lowercase text, which is much
# quicker than ignoring case.
_CORPORATE = lazy(
    r"\b(?:universi|üniversi|uniwersy|универси|politec|polytech|instit|banco\b|banque\b|banca\b|bureau\b|minist[eèé]?r|министерств|commission"
    r"|departa?ment|dept|division\b|facult|escuela\b|college|cent(?:er|re|ro)\b|office\b|council|agency|organi[sz]ation"
    r"|committee|association|foundation|society|laborator|academy|federal|national\b|international\b|european\b|research\b"
    r"|collaborati|editorial board|^the\b"
    r"|group\b|team\b|staff\b|authority|corporation|company|inc\b|ltd\b|gmbh\b|llp\b|llc\b|plc\b"
    r"|groupe (?:de|d['’])|grupo d[eo]|gruppo di|arbeitsgruppe|arbeitskreis|équipe\b"
    r"|equipo\b|collectif|colectivo|comité\b|comisión|commissione"
    r"|direction\b|dirección|direcção|direção|direzione|secretar[ií]a\b|segreteria|agence|agencia|agência|agenzia|agencja|agentur"
    r"|bakanli|başkanli|müdürlü|kementerian|urząd|stiftung|fundación|fundação|fundacja|fondation\b|fondazione|vakfi\b|derneği"
    r"|verband\b|vereinigung|gesellschaft|société|sociedad|conseil\b|consejo\b|conselho\b|comissão|comitato|kommission|komisja"
    r"|superintend|contralor[ií]a|fiscal[ií]a|gobierno\b|gouvernement|governo\b|generalitat|ayuntamiento|prefeitura"
    r"|nations\b|naciones\b|nações|nazioni unite|nationen\b|zentrum|centrum"
    r"|институт|центр\b|центральн|комитет|агентств|департамент|академи[яи]\b|служб"
    r"|project\b|consort|chair of|lehrstuhl|fakult"
    r"|hochschule|forum\b|network\b|union\b|secretariat|service|program|statisti|econom(?:ics|ies|y)\b|government|republic"
    r"|anonym|anónim|evaluator|evaluador|évaluat|reviewer|referee|gutachter|parecerista|respondent|participant"
    r"|red cross|red crescent|cruz roja|cruz vermelha|croix.rouge|croce rossa|rotes kreuz|kızılay|treasury"
    r"|consulting|consultants|analytics\b|econometrics|amnesty|sans fronti"
    r"|save the children|world vision|norges bank|(?:riks|bundes|national)bank\b"
    r"|economic development|développement|desarrollo\b|desenvolvimento\b|sviluppo\b"
    r"|states?\b|(?:bank|fund|press|board|school)\s+(?:of|for)\b|(?:world|central|business|reserve|monetary|development)"
    r"\s+(?:bank|fund|school|board)\b)"
    # In East Asian scripts no space comes before them.
    r"|銀行|银行|大[学學]|[学學]院|[学學]校|研究[所院室会會中]|中心|センター|[協协][会會]|[学學][会會]|委[員员][会會]|公司|[財财][団团]|基金|政府|[編编]集部|(?<=..)[局省庁廳厅]$"
    r"|은행|대학|연구[원소실회]|학회|협회|위원회|공사|재단|센터|편집부"
)


def corporate_word(text: str, start: int = 0) -> re.Match[str] | None:
    """Return the first word, at or after an offset, that shows a text to be the name of a corporate author."""
    return _CORPORATE.search(lowercase_in_place(text), start)
