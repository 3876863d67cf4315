"""What the checks say of values as they are met: right ones that look odd, and wrong ones that look right."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import redif
from redif.checks.checker import Checker
from redif.checks.settings import Settings
from redif.findings.codes import codes as catalogue
from redif.rewriting.fixes import fixed

checker = Checker(Settings(), isolated=True)

HEAD = {
    "paper": "Title: A title of some length\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:bbbbbb:1\n",
    "article": "Title: A title of some length\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:bbbbbb:v:6:y:2021:i:3:p:360-374\n",
    "book": "Title: A title of some length\nAuthor-Name: Jane Smith\nHandle: RePEc:aaa:bbbbbb:1\n",
    "series": "Name: A series of papers\nHandle: RePEc:aaa:bbbbbb\nMaintainer-Email: a@example.org\n",
}


def codes(lines: str, kind: str = "paper") -> set[str]:
    """What is found about some lines in a template that is right but for them."""
    given = {line.split(":")[0] for line in lines.split("\n")}
    head = "".join(line + "\n" for line in HEAD[kind].splitlines() if line.split(":")[0] not in given)
    text = f"Template-Type: ReDIF-{kind.capitalize()} 1.0\n{head}{lines}\n"
    return {finding.code for finding in checker.data(text.encode(), "a.redif")}


RIGHT = {
    "paper": [
        "Title: NAFTA, CAFTA and FTAA", "Title: NAFTA, CAFTA AND FTAA", "Title: The U.S. and the E.U.", "Title: What is next?",
        "Title: Trade and the firm Smith & Co.", "Title: Growth, 1950-1980 etc.", "Title: The price of $5 or $10 a day",
        "Title: When p &lt; 0.05 and n > 30", "Title: Extended Abstract: Auctions", "Title: Equilibrium in ABSTRACT Economies",
        "Title: R&D and growth", "Title: The case of AT&T", "Title: 2004: A year of change\nNumber: 2004", "Title: Growth in Sao Tomé",
        "Title: Sobre a INFORMAÇÃO e o “AMANHÔ", "Title: São Paulo e a inflação", "Title: Über große Städte", "Title: OUTSERIES: Stata module",
        "Abstract: Abstract art and its prices are studied by means of auctions, for which data of forty years are at hand.",
        "Abstract: We bid on keywords. In general the price of keyword auctions falls, as data of forty years show in detail.",
        "Abstract: A survey of articles in JEL and other journals, for which data of forty years are at hand; see MacroSeries: x.",
        "Author-Name: Bank of England", "Author-Name: OECD", "Author-Name: Ernst & Young", "Author-Name: José Ortega y Gasset",
        "Author-Name: Smith, John, Jr.", "Author-Name: van der Ploeg, Frederick", "Author-Name: World Bank and IMF staff",
        "Author-Name: Jean-Paul L'Horty", "Author-Name: Maria de F&aacute;tima Pinho", "Author-Name: KOF ETH", "Author-Name: LI Wei",
        "Author-Name: Ministry of Trade and Industry", "Author-Name: Institute for Research and Development", "Author-Name: Jane Null\nAuthor-Name-Last: Null",
        "Author-Name: Journal of Trade and Industry", "Author-Name: García López, Juan Carlos", "Author-Name: Juan Carlos\n García López",
        "Author-Name: Smith, John\n Paul", "Author-Name: Karl Friedrich\n von Weizsäcker", "Author-Name: Null, Jane",
        "Author-Name: Calderón de la Barca, Pedro", "Author-Name: Eduarda Costa e Silva",
        "Author-Name: Jane Smith\nAuthor-Email: a@example.org\nAuthor-Name: Jane Smith\nAuthor-Email: b@example.org",
        "Author-Name: Jane Smith\nAuthor-Name: John Jones\nAuthor-WorkPlace-Name: A\nAuthor-WorkPlace-Name: B",
        "File-URL: https://example.org/nullable.pdf", "Title: Your money or your life", "Title: SERIEs: Journal of Economics",
        "Abstract: A title of some length is what we give to this paper, and the data of forty years are at hand here.",
        "Title: Growth… and decline", "Title: Wait…and see", "Title: Prices in ¥ and £", "Title: 5°C of warming", "Title: The m² of homes",
        "Title: And yet… it moves", "Title: R²adj and growth", "Title: β-convergence and ΔCoVaR", "Title: The σX of μm and αGini",
        "Title: IT-технологии и рост", "Title: Рост и развитие, CAPM", "Title: Οικονομία και ανάπτυξη",
        "DOI: 10.1002/(SICI)1099-1255(199601)11:1<1::AID-JAE>3.0.CO;2-3", "DOI: 10.2139/ssrn.123",
        "Note: Data at https://doi.org/10.5281/zenodo.123", "Note: Erratum: https://doi.org/10.1080/24", "Creation-Date: 2004",
        "File-URL: https://example.org/a.html\nFile-Format: application/pdf", "File-URL: https://example.org/a.pdf?x=1",
        "File-URL: https://example.org/a.pdf\nFile-Format: application/octet-stream", "Classification-JEL: J0, E62",
        "Number: 12\nTitle: 12 years of growth", "Number: 10\nTitle: 10 - 20 rules",
        "Author-Name: Jane Smith\nAuthor-Name: Jo Jones\nAuthor-Name: Jo Brown\nAuthor-Email: a@example.org\nAuthor-Email: b@example.org",
        "Author-Name: Jane Smith\nAuthor-Email: a@example.org\nAuthor-Name: Jo Jones\nAuthor-Email: b@example.org\n"
        "Author-Email: c@example.org",
        "Author-Name: Jane Smith\nAuthor-Email: a@example.org\nAuthor-Email: c@example.org",
        "Author-Name: Jane Smith\nAuthor-Person: psm1\nAuthor-Name: Jane Smith\nAuthor-Person: psm2",
        "Author-Name: Jane Smith\nAuthor-Homepage: https://a.org\nAuthor-Name: Jane Smith\nAuthor-Homepage: https://b.org",
        "File-URL: https://doi.org/10.1080/1.pdf\nFile-Format: text/html\nDOI: 10.1080/1.pdf",
        "Title: Fourteen chars\nAbstract: Fourteen chars", "Abstract: A title of some length and more of it.",
        "Abstract: A title of other length.", "Author-Name: Jo Null\nAuthor-Name-Last: Null",
        "Author-Name: Null Jones\nAuthor-Name-First: Null", "File-URL: https://example.org/NaNny.pdf",
        "Author-Name: Jane Smith\nAuthor-WorkPlace-Name: Some Big University of Note",
        "Author-Name: Jane Smith\nAuthor-Email: yours.truly@example.org", "Author-Name: JANE", "Author-Name: LEE, J.",
        "Author-Name: IMF WTO", "Author-Name: JONES,", "Author-Name: WORLD BANK", "Author-Name: Jones, Jo (the younger)",
        "Author-Name: University of X and University of Y", "Author-Name: World Bank, Bank of England",
        "Author-Name: Anonymous Evaluator 1", "Author-Name: Reviewer 2", "Author-Name: Dean Smith", "Author-Name: Lee, MD", "Author-Name: Ing Li",
        "Author-Name: Jean MBA", "Author-Name: Smith - Jones", "Author-Name: García - López, Ana", "Author-Name: Jo (Alex) Wang",
        "Title: \u202bמחירים\u202c", "Title: S&Atilde;O PAULO", "File-URL: http://www.example.com/paper.pdf",
        "Handle: RePEc:qsh:wpaper:1\nFile-URL: https://my-example.com/a.pdf", "Title: می\u200cشود",
        "Abstract: We ask what is.\nPrice: Free for our members", "Abstract: We ask what is.\nLength: 23 pages",
        "Keywords: G7; G20; M2", "Keywords: U.S. policy vs. EU policy", "Keywords: inflation/deflation", "Keywords: trade; C22",
        "Keywords: keyword auctions: a survey; trade", "Keywords: TCP/IP", "Keywords: St. Louis Fed", "Keywords: growth, 1950/60/70",
        "Title: Note: a study", "Title: On eBook-Title: a study", "Title: The SERIES: a study",
    ],
    "article": [
        "Volume: 6(3)", "Volume: VI", "Volume: 06", "Issue: 3-4", "Issue: 3 (Summer)", "Issue: Suppl 1", "Issue: June", "Year: 2021",
        "Pages: 360-74", "Pages: 360", "Pages: 0360-0374", "Pages: S1-S20", "Pages: e12-e34", "Pages: xi-xx",
        "Year: 2021\nCreation-Date: 2015-06", "Pages: nullary", "Volume: 5 (Issue: 3)", "Journal: https://x.org/Journal: 5",
    ],
    "book": ["Author-Name: Jane Smith\nEditor-Name: Jane Smith", "ISBN: 0-306-40615-2", "ISBN: 9780306406157", "ISBN: 978-0-306-40615-7 (print)", "ISBN: ISBN10 0306406152"],
    "series": ["ISSN: 2373-8871", "ISSN: 0002-8282 (print), 1944-7981 (online)", "ISSN: ISSN 0002-8282", "Name: Journal: A Review"],
}  # fmt: skip

WRONG = [
    ("title-capitals", "paper", "Title: MONETARY POLICY"),
    ("title-capitals", "paper", "Title: MONETARY POLICY IN FRANCE (in Russian)"),
    ("title-capitals", "paper", "Title: «ИНФЛЯЦИЯ И БЕЗРАБОТИЦА»"),
    ("title-capitals", "paper", "Title: THE “GREAT” DEPRESSION"),
    ("title-full-stop", "paper", "Title: Growth and its causes."),
    ("title-number", "paper", "Number: 12-07\nTitle: Fiscal policy (WP 12-07)"),
    ("title-number", "paper", "Number: 123\nTitle: No. 123 - Growth"),
    ("title-number", "paper", "Number: 0123\nTitle: Documento de trabajo 123: Deuda"),
    ("title-latex", "paper", "Title: The $n$-person game"),
    ("title-latex", "paper", "Title: Sm\\'{i}th and \\& Co"),
    ("title-markup", "paper", "Title: An <b>ex ante</b> view"),
    ("text-markup", "paper", "Title: An &lt;b&gt;ex ante&lt;/b&gt; view"),
    ("line-merged", "paper", "Title: 通货膨胀\n作者：王小明"),
    ("line-merged", "paper", "Title: Prices of all\nKeywords：prices"),
    ("text-markup", "paper", "Note: See below <!-- the table -->."),
    ("text-markup", "paper", "Abstract: &lt;p class='a'&gt;We ask how prices rise."),
    ("title-abstract", "paper", "Title: Growth. Abstract: We study growth in a small open economy."),
    ("abstract-heading", "paper", "Abstract: ABSTRACT We study growth."),
    ("abstract-heading", "paper", "Abstract: Resumen: Estudiamos el crecimiento."),
    ("abstract-jel", "paper", "Abstract: We study growth. JEL E62, F41"),
    ("abstract-jel", "paper", "Abstract: We study growth. JEL Classification: E62"),
    ("abstract-jel", "paper", "Abstract: We study growth (JEL E62)."),
    ("abstract-jel", "paper", "Abstract: We study growth. JEL: E62 - fiscal policy; F41 - trade"),
    ("abstract-jel", "paper", "Abstract: We study growth. JEL codes: E60-E65 and F41. Keywords: debt"),
    ("abstract-keywords", "paper", "Abstract: We study growth. Key words: growth, debt"),
    ("abstract-keywords", "paper", "Abstract: We study growth Keywords: growth, debt"),
    ("abstract-keywords", "paper", "Abstract: We study growth. keywords - growth, debt"),
    ("abstract-keywords", "paper", "Abstract: Wir messen. Schlüsselwörter: Schuld"),
    ("abstract-keywords", "paper", "Abstract: 本文研究增长。关键词：增长；债务"),
    ("keywords-separator", "paper", "Keywords: fiscal policy - public debt"),
    ("abstract-keywords", "paper", "Abstract: Estudiamos. Palabras clave: deuda"),
    (
        "abstract-keywords",
        "paper",
        "Abstract: İktisadi büyüme: Türkiye üzerine bir inceleme yapılmıştır. Anahtar Kelimeler: borç",
    ),
    ("name-several", "paper", "Author-Name: Mary Banks and Jim Press"),
    ("name-several", "paper", "Author-Name: Jane Smith; John Jones"),
    ("name-several", "paper", "Author-Name: Jane Smith And John Jones"),
    ("name-several", "paper", "Author-Name: A. Smith, B. Jones, C. Brown"),
    ("name-affiliation", "paper", "Author-Name: Smith, Jane (World Bank)"),
    ("name-affiliation", "paper", "Author-Name: Paul Bank (University of Essex)"),
    ("name-email", "paper", "Author-Name: Jane Smith <jane@example.org>"),
    ("name-capitals", "paper", "Author-Name: SMITH, J."),
    ("name-capitals", "paper", "Author-Name: JANE SMITH-JONES"),
    ("doi-form", "paper", "DOI: doi.org/10.1080/23"),
    ("doi-form", "paper", "DOI: info:doi/10.1080/23"),
    ("doi-invalid", "paper", "DOI: 2021.2023603"),
    ("doi-elsewhere", "paper", "Note: DOI: 10.1080/23"),
    ("isbn-invalid", "book", "ISBN: 0-306-40615-3"),
    ("isbn-invalid", "book", "ISBN: 9780306406158"),
    ("isbn-invalid", "book", "ISBN: 12345"),
    ("issn-invalid", "series", "ISSN: 2373-8872"),
    ("issn-form", "series", "ISSN: 2373 – 8871"),
    ("url-several", "paper", "File-URL: https://example.org/1.pdf, https://example.org/2.pdf"),
    ("file-format", "paper", "File-URL: https://example.org/1.pdf?x=1\nFile-Format: text/html"),
    ("text-misdecoded", "paper", "Title: The economyâ€™s growth"),
    ("text-misdecoded", "paper", "Title: L'Ã©conomie franÃ§aise"),
    ("text-entity", "paper", "Title: The economy&#8 217;s growth"),
    ("text-entity", "paper", "Title: The economy &amp;eacute; growth"),
    ("text-entity", "paper", "Title: Jos&eacut; and &Eactue;mile"),
    ("text-ligature", "paper", "Title: Growth of qua…rms and … rms in …rms"),
    ("text-ligature", "paper", "Title: Growth of qua‡ma"),
    ("text-look-alike", "paper", "Title: Рост экономики pоссии"),
    ("character-private", "paper", "Title: The \uf062 of firms"),
    ("text-less-than", "paper", "Title: Effects when p<0.05 and n > 3"),
    ("text-less-than", "paper", "Abstract: Effects at p < 0.05 in a sample of firms that is large and representative."),
    ("line-break", "article", "Volume: 6<br />\nIssue: 3<BR>"),
    ("line-break", "article", "Volume: 6<BR>\nIssue: 3<BR>"),
    ("value-placeholder", "article", "Volume: null"),
    ("value-placeholder", "article", "Pages: n/a"),
    ("value-placeholder", "paper", "Keywords: N/A"),
    ("value-placeholder", "paper", "Title: undefined"),
    ("value-placeholder", "paper", "Author-Name: N/A"),
    ("value-placeholder", "book", "ISBN: none"),
    ("value-placeholder", "series", "ISSN: n/a"),
    ("value-placeholder", "paper", "Note: NaN"),
    ("value-placeholder", "paper", "Restriction: undefined"),
    ("value-placeholder", "paper", "Author-Name: Jo Doe\nAuthor-Name-First: None"),
    ("value-placeholder", "paper", "Author-Name: Jo Doe\nAuthor-Email: null"),
    ("value-placeholder", "paper", "Publication-Status: null"),
    ("value-placeholder", "paper", "DOI: undefined"),
    ("value-placeholder", "paper", "Abstract: No abstract is available for this item."),
    ("value-placeholder", "paper", "Abstract: [Abstract not available]"),
    ("value-placeholder", "paper", "Abstract: Resumen no disponible."),
    ("value-placeholder", "paper", "Abstract: Résumé non disponible"),
    ("value-placeholder", "paper", "Abstract: Abstract: none"),
    ("value-placeholder", "paper", "Title: Untitled"),
    ("value-placeholder", "paper", "Title: Microsoft Word - paper.doc"),
    ("value-incomplete", "paper", "DOI: 10.1234/undefined"),
    ("value-incomplete", "paper", "DOI: https://doi.org/10.1234/NULL"),
    ("value-incomplete", "paper", "File-URL: https://example.org/papers/None"),
    ("value-incomplete", "article", "Pages: pp. null"),
    ("value-incomplete", "paper", "Publication-Status: Published in undefined, 2001"),
    ("value-incomplete", "article", "Volume: -undefined"),
    ("value-placeholder", "article", "Pages: null-null"),
    ("value-placeholder", "article", "Pages: undefined, undefined"),
    ("value-placeholder", "article", "Issue: –"),
    ("value-placeholder", "article", "Volume: NA"),
    ("value-placeholder", "article", "Abstract: TBA"),
    ("value-placeholder", "paper", "Keywords: growth; N/A; trade"),
    ("value-placeholder", "paper", "Author-Name: null null"),
    ("value-incomplete", "article", "Pages: NaN–null"),
    ("value-incomplete", "article", "Issue: null/4"),
    ("value-incomplete", "article", "Volume: 12-N/A"),
    ("value-incomplete", "article", "Year: 2020-undefined"),
    ("value-incomplete", "paper", "Length: null pages"),
    ("value-incomplete", "paper", "File-URL: https://example.org/undefined"),
    ("value-incomplete", "paper", "File-URL: https://example.org/wp/2004-null.pdf"),
    ("value-incomplete", "paper", "File-URL: https://example.org/null.pdf"),
    ("value-incomplete", "article", "Pages: undefined-20"),
    ("value-example", "paper", "Title: Your Paper Title Here"),
    ("value-example", "paper", "Title: Enter Title"),
    ("value-example", "paper", "Title: Insert the title of your article here"),
    ("value-example", "paper", "Title: Lorem ipsum dolor sit amet"),
    ("value-example", "paper", "Abstract: Type your abstract here."),
    ("value-example", "paper", "Handle: RePEc:aaa:ssssss:1"),
    ("value-example", "paper", "Keywords: keyword1, keyword2"),
    ("value-example", "paper", "Author-Name: Jane Smith\nAuthor-Email: jane.doe@example.org"),
    ("abstract-provenance", "paper", "Abstract: 45 pages"),
    ("abstract-provenance", "paper", "Abstract: xii, 45 p."),
    (
        "abstract-provenance",
        "paper",
        "Abstract: Submitted by Jane Smith (js@example.org) on 2010-05-03T12:00:00Z No. of bitstreams: 1",
    ),
    ("abstract-title", "paper", "Title: A title of some length\nAbstract: A title of some length."),
    ("name-twice", "paper", "Author-Name: Jane Smith\nAuthor-Name: Jane Smith"),
    ("name-addition", "paper", "Author-Name: Doe, Jane (Jane Q.), 1960-"),
    ("name-addition", "paper", "Author-Name: John Smith*"),
    ("name-addition", "paper", "Author-Name: John Smith1"),
    ("name-addition", "paper", "Author-Name: John Smith 1, 2"),
    ("name-addition", "paper", "Author-Name: John Smith (https://orcid.org/0000-0002-1825-0097)"),
    ("name-addition", "paper", "Author-Name: John Smith, PhD"),
    ("name-addition", "paper", "Author-Name: Prof. John Smith"),
    ("name-addition", "paper", "Author-Name: Dr Ann Lee"),
    ("name-addition", "paper", "Author-Name: Smith, Prof. John"),
    ("name-addition", "paper", "Author-Name: Doc. Ing. Jan Novák, CSc."),
    ("name-addition", "paper", "Author-Name: Yrd. Doç. Dr. Ali Kaya"),
    ("name-addition", "paper", "Author-Name: Ann Lee (corresponding author)"),
    ("name-addition", "paper", "Author-Name: Ana Silva (autora correspondiente)"),
    ("name-addition", "paper", "Author-Name: Ann Lee MBA"),
    ("name-addition", "paper", "Author-Name: Ann Lee et al."),
    ("name-addition", "paper", "Author-Name: Ann Lee and others"),
    ("name-addition", "paper", "Author-Name: Иванов И. И. и др."),
    ("name-addition", "paper", "Author-Name: Fabio Rossi 2"),
    ("name-missing", "paper", "Author-Name: et al."),
    ("name-missing", "paper", "Author-Name: and others"),
    ("name-missing", "paper", "Author-Name: Dr."),
    ("name-missing", "paper", "Author-Name: Prof. Dr."),
    ("name-missing", "paper", "Author-Name: et autres"),
    ("name-missing", "paper", "Author-Name: u.a."),
    ("name-several", "paper", "Author-Name: Ann Lee - Bo Kim"),
    ("name-several", "paper", "Author-Name: Ann Lee – Bo Kim"),
    ("name-several", "paper", "Author-Name: Ann Lee / Bo Kim"),
    ("name-several", "paper", "Author-Name: Ann Lee · Bo Kim"),
    ("keywords-separator", "paper", r"Keywords: inflation\, money"),
    ("keywords-separator", "paper", r"Keywords: a. b. c."),
    ("keywords-separator", "paper", r"Keywords: Inflation. Monetary policy. Credit"),
    ("keywords-separator", "paper", r"Keywords: a/b/c"),
    ("keywords-separator", "paper", r"Keywords: growth/trade/firms"),
    ("keywords-jel", "paper", "Keywords: JEL: C1; a; b"),
    ("keywords-jel", "paper", "Keywords: a; b\nJEL codes: D40"),
    ("keywords-jel", "paper", "Keywords: C10, C20"),
    ("keywords-jel", "paper", "Keywords: trade; Classificação JEL: D40; E22"),
    ("keywords-jel", "paper", "Keywords: trade (JEL: F10)"),
    ("value-attribute", "paper", "Keywords: Keywords: a, b"),
    ("value-attribute", "paper", "Keywords: Key words: a; b"),
    ("value-attribute", "paper", "Keywords: Palavras-chave: a; b"),
    ("value-attribute", "paper", "Keywords: Mots-clés : a; b"),
    ("abstract-continued", "paper", "Abstract: We ask.\nKeywords: prices, costs. This text goes on and we find much of it."),
    ("character-invisible", "paper", "Title: Growth \ufffe of all"),
    ("character-invisible", "paper", "Title: Growth \u202e of all"),
    (
        "character-invisible",
        "paper",
        "Abstract: Pol\u00adicy and growth, as data of forty years and of many countries show us in detail here.",
    ),
    ("character-invisible", "paper", "Keywords: gro\u200bwth"),
    ("text-entity", "paper", "Title: The caf&Atilde;&copy; of all"),
    ("text-entity", "paper", "Title: It&acirc;&euro;&trade;s growth of all"),
    ("text-entity", "paper", "Title: M&#195;&#188;ller and growth"),
    ("value-example", "paper", "Handle: RePEc:qsh:wpaper:1\nFile-URL: http://www.example.com/paper.pdf"),
    ("value-example", "paper", "Handle: RePEc:qsh:wpaper:1\nAuthor-Name: Jo Jones\nAuthor-Email: jo@example.com"),
    ("abstract-line", "paper", "Abstract: Objective: to see.\nMethods: We counted.\nPrice: The price was 5 dollars."),
    ("abstract-line", "paper", "Abstract: Objective: to see.\nMethods: We counted.\nLength: two years."),
    (
        "abstract-line",
        "paper",
        "Abstract: We ask what is.\nSeries: The series is new.\nNumber: It was found that there are many.",
    ),
    ("abstract-line", "paper", "Abstract: We count.\ndoi:10.1000/a.b is where the numbers are."),
    ("abstract-line", "paper", "Abstract: We count, see\nDOI: 10.1000/a.b\nThe rest of the text is about that."),
    ("abstract-line", "article", "Abstract: We count.\nVolume: grows by a tenth of it.\nPages: are counted here."),
    ("abstract-line", "article", "Abstract: We count.\nMonth: by month we\ncount."),
    ("abstract-line", "paper", "Abstract: We count.\nNote: that prices fall."),
    ("line-merged", "paper", "Date: 2020\nCreation_Date: 2020"),
    ("line-merged", "paper", "Keywords: a; b\nFile_URL: https://a.org/b.pdf"),
    ("name-several", "paper", "Author-Name: Smith J., Jones M."),
    ("name-several", "paper", "Author-Name: J. Smith, M. Jones"),
    ("name-several", "paper", "Author-Name: John Smith | Mary Jones"),
    ("name-several", "paper", "Author-Name: Juan Pérez y María López"),
    ("name-several", "paper", "Author-Name: Mario Rossi e Luca Bianchi"),
    ("name-several", "paper", "Author-Name: John Smith1, Mary Jones2"),
    (
        "cluster-order",
        "paper",
        "Author-Name: Jane Smith\nAuthor-Name: Jo Jones\nAuthor-Email: a@example.org\nAuthor-Email: b@example.org",
    ),
    (
        "cluster-order",
        "paper",
        "File-URL: https://x.org/1\nFile-URL: https://x.org/2\nFile-Format: text/html\nFile-Format: text/html",
    ),
    ("text-less-than", "paper", "Keywords: <<growth>>; debt"),
    (
        "text-less-than",
        "paper",
        "Abstract: If a<b and c>d then the firms that are large do not grow, as the data of years show.",
    ),
    ("text-ligature", "paper", "Title: The e¤ects of growth"),
    ("text-less-than", "paper", "Abstract: We ask what is if a<b>c holds, and x is small."),
    ("url-several", "paper", "File-URL: https://example.org/\nhttps://example.org/b.pdf"),
    ("text-ligature", "paper", "Title: Trade-o¤s of growth"),
    ("text-ligature", "paper", "Title: Growth of …rms"),
    ("text-ligature", "paper", "Keywords: in‡ation; su¢ cient statistics"),
    ("text-ligature", "paper", "Title: The e®ects of in°ation on ¯rms"),
    ("text-ligature", "paper", "Title: A di\x0berent e\x0ecient market"),
    ("text-ligature", "paper", "Title: ﬁrms and eﬃciency"),
    ("text-ligature", "paper", "Title: Quax¤ima and growth"),
    ("text-look-alike", "paper", "Title: The Imрact of prices"),
    ("text-look-alike", "paper", "Author-Name: Аziz Karimov"),
    ("text-look-alike", "paper", "Title: Вiдновлення economy"),
    ("text-look-alike", "paper", "Title: Τhe price of growth"),
    ("line-merged", "paper", "File-URL: https://example.org/1.pdfFile-Format: application/pdf"),
    ("line-merged", "article", "Journal: Journal of ExamplesVolume: 5"),
    ("line-merged", "article", "Pages: 1-20 Volume: 5"),
    ("line-merged", "paper", "Title: Growth Handle: RePEc:aaa:bbbbbb:2"),
    ("value-attribute", "paper", "Author-Name: Author-Name: Jane Smith"),
    ("value-attribute", "series", "Name: Description: A Review"),
    ("value-attribute", "series", "Provider-Name: X\nProvider-Fax: fax: 123 456"),
    ("year-handle", "article", "Year: 2012"),
    ("volume-handle", "article", "Volume: 5"),
    ("volume-handle", "article", "Volume: Vol. 5"),
    ("issue-handle", "article", "Issue: 2"),
    ("issue-handle", "article", "Issue: No. 2"),
    ("pages-handle", "article", "Pages: pp. 306-374"),
    ("pages-handle", "article", "Pages: 306-374"),
    ("pages-order", "article", "Pages: 374-360"),
    ("year-date", "article", "Year: 2021\nCreation-Date: 1996"),
    ("cluster-order", "book", "Editor-Name: Jo Smith\nEditor-Name: Jo Jones\nEditor-Email: a@x.org\nEditor-Email: b@x.org"),
    ("name-twice", "book", "Editor-Name: Jo Smith\nEditor-Name: Jo Jones\nEditor-Name: Jo Smith"),
    ("name-twice", "paper", "Author-Name: Jane Smith\nAuthor-Person: psm1\nAuthor-Name: Jane Smith"),
    ("name-twice", "paper", "Author-Name: Jo Jones\nAuthor-Email: a@x.org\nAuthor-Name: Jo Jones\nAuthor-Email: a@x.org"),
    ("value-incomplete", "paper", "File-URL: https://example.org/NaN/1.pdf"),
    ("value-incomplete", "paper", "File-URL: https://example.org/1?id=null&x=1"),
    ("value-example", "paper", "Author-Name: Jane Smith\nAuthor-WorkPlace-Name: Your University"),
    ("value-example", "paper", "Author-Name: First Author"),
    ("value-example", "paper", "Author-Name: Jane Smith\nAuthor-Email: doe@someuni.edu"),
    ("value-example", "paper", "Author-Name: Jane Smith\nAuthor-Email: firstname.lastname@yourschool.edu"),
    ("value-example", "paper", "Author-Name: Jane Smith\nAuthor-Email: name@domain.com"),
    ("value-example", "paper", "Handle: RePEc:xxx:yyyyyy:1"),
    ("value-example", "paper", "Abstract: Abstract goes here."),
    ("value-example", "paper", "Title: A Guide to Forecasting Agricultural Output by Following the Stars"),
    ("name-capitals", "paper", "Author-Name: JOHN LEE"),
    ("name-capitals", "paper", "Author-Name: SMITH, JO"),
    ("name-affiliation", "paper", "Author-Name: Jo Jones - World Bank"),
    ("name-affiliation", "paper", "Author-Name: Jo Jones: University of Essex"),
    ("name-affiliation", "paper", "Author-Name: Jo Jones, World Bank"),
    ("name-several", "paper", "Author-Name: Jane Smith, John Jones, Mary Brown"),
    ("name-several", "paper", "Author-Name: Smith; Jones"),
    ("name-several", "paper", "Author-Name: John Smith, Mary Jones"),
    ("name-several", "paper", "Author-Name: Ann Lee (MIT) and Bo Kim (LSE)"),
    ("name-several", "paper", "Author-Name: Ann Lee + Bo Kim"),
    ("name-several", "paper", "Author-Name: Ann Lee og Bo Kim"),
    ("name-several", "paper", "Author-Name: Hans Müller u. Eva Maier"),
    ("name-several", "paper", "Author-Name: Иванов И.И. и Петров П.П."),
    ("name-several", "paper", "Author-Name: Анна Ли и Бо Ким"),
    ("name-several", "paper", "Author-Name: Lee A, Kim B"),
    ("name-several", "paper", "Author-Name: Lee, A., Kim, B."),
    ("name-several", "paper", "Author-Name: 李明、王芳"),
    ("name-several", "paper", "Author-Name: 李 明, 王 芳"),
    ("name-several", "paper", "Author-Name: 김철수, 이영희"),
    ("name-several", "paper", "Author-Name: 山田太郎・鈴木一郎"),
    ("name-addition", "paper", "Author-Name: by Ann Lee"),
    ("name-addition", "paper", "Author-Name: edited by Ann Lee"),
    ("name-addition", "paper", "Author-Name: Ann Lee a,b"),
    ("name-addition", "paper", "Author-Name: Miss Ann Lee"),
    ("name-addition", "paper", "Author-Name: Ann Lee and colleagues"),
    ("name-several", "paper", "Author-Name: Ann Lee (MIT), Bo Kim (LSE)"),
    ("name-several", "paper", "Author-Name: Ann Lee <br> Bo Kim"),
    ("name-several", "paper", "Author-Name: Ann Lee oraz Bo Kim"),
    ("name-addition", "paper", "Author-Name: Ann Lee^{1}"),
    ("name-addition", "paper", "Author-Name: 1. Ann Lee"),
    ("name-addition", "paper", "Author-Name: Ann Lee (PhD)"),
    ("name-addition", "paper", "Author-Name: Ann Lee (ORCID: 0000-0002-1825-0097)"),
    ("name-addition", "paper", "Author-Name: Ann Lee 0000-0002-1825-0097"),
    ("name-several", "paper", "Author-Name: Jane Smith et John Jones"),
    ("name-several", "paper", "Author-Name: Jane Smith und John Jones"),
    ("name-several", "paper", "Author-Name: Jane Smith with John Jones"),
    ("name-several", "paper", "Author-Name: Jane Smith & John Jones"),
    ("name-several", "paper", "Author-Name: Jane Smith\n John Jones"),
    ("name-several", "paper", "Author-Name: Smith, Jane\n Jones, John"),
    ("name-addition", "paper", "Author-Name: John Smith (1901-1960)"),
    ("name-addition", "paper", "Author-Name: John Smith, 1901 -"),
    ("title-markup", "paper", "Title: Growth<br>"),
    ("line-break", "article", "Volume: 6<br>\nIssue: 3"),
    ("abstract-markup", "paper", "Abstract: We ask how prices rise.<br />"),
    ("abstract-markup", "paper", "Abstract: <!-- first draft -->We ask how prices rise."),
    ("abstract-markup", "paper", "Abstract: We use H<sub>2</sub>O and CO<sub>2</sub> prices<br/> in <i>two</i> countries."),
    ("abstract-markup", "paper", "Abstract: <jats:p>We ask how prices rise.</jats:p>"),
    ("abstract-markup", "paper", "Abstract: We ask <a href='https://example.org/?a=1&amp;b=2'>how</a> prices rise."),
    ("value-example", "paper", "Abstract: Zusammenfassung"),
    ("value-example", "paper", "Title: Titel der Arbeit"),
    ("value-example", "paper", "Title: [Título del artículo]"),
    ("value-example", "paper", "Title: Название статьи"),
    ("value-example", "paper", "Keywords: ключевое слово 1; ключевое слово 2"),
    ("value-example", "paper", "Author-Name: Name Surname"),
    ("value-example", "paper", "Author-Name: Nachname, Vorname"),
    ("value-example", "paper", "Author-Name: Имя Фамилия"),
    ("value-example", "paper", "Author-Name: Jane Smith\nAuthor-Email: your.name@university.edu"),
    ("value-example", "paper", "Author-Name: Jane Smith\nAuthor-Email: Voornaam.Achternaam@example.nl"),
    ("value-example", "paper", "Author-Name: Jane Smith\nAuthor-WorkPlace-Name: Universität"),
    ("line-break", "article", "Volume: 6<br>\nIssue: 3<br />\nYear: 2021"),
    ("line-merged", "article", "Pages: 12Volume: 5"),
    ("line-merged", "article", "Journal: Journal of\n theCreation-Date: 2021"),
    ("line-merged", "article", "Pages: 1-2.Volume: 5"),
    ("line-merged", "paper", "Abstract: It was done by hand. Creation-Date: 2021"),
    ("value-attribute", "paper", "Title: Title: a study"),
    ("value-attribute", "article", "Journal: Volume: 5"),
]


@pytest.mark.parametrize(("kind", "lines"), [(kind, lines) for kind, values in RIGHT.items() for lines in values])
def test_what_is_right_is_left_alone(kind: str, lines: str) -> None:
    assert codes(lines, kind) == set()


@pytest.mark.parametrize(("code", "kind", "lines"), WRONG)
def test_what_is_wrong_is_found(code: str, kind: str, lines: str) -> None:
    assert code in codes(lines, kind)


def test_one_fault_is_told_once() -> None:
    assert codes("DOI: doi:10.1080/23") == {"doi-form"}
    assert codes("ISSN: ISSN: 2373-8871", "series") == set()
    assert codes("Author-Name: Jane Smith\nArticle-Handle: repec:aaa:bbbbbb:1\nPaper-Handle: repec:aaa:bbbbbb:2") == {
        "handle-spelling"
    }


@pytest.mark.parametrize(
    "attribute", ["Title", "Abstract", "Author-Name", "Note", "DOI", "File-URL", "Pages", "Keywords", "Classification-JEL"]
)
@pytest.mark.parametrize(
    "filling",
    [
        "a: ",
        "AbCd",
        "Aa-Name: ",
        "a@",
        "&# 1 ",
        "$a",
        "\\a ",
        "<a ",
        "Jane and ",
        "JEL ",
        "keyword ",
        "10.1234",
        "Ã©",
        "1-",
        "D03 ",
    ],
)
def test_no_value_takes_long(attribute: str, filling: str) -> None:
    """Some hundredths of a second; where time grew with the square of the length, this would not come to an end."""
    assert codes(f"{attribute}: {filling * (100_000 // len(filling))}") <= catalogue().keys()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2373 – 8871", "2373-8871"),
        ("23738871", "2373-8871"),
        ("0002-8282 (print), 19447981 (online)", "0002-8282 (print), 1944-7981 (online)"),
        ("2373 8872", "2373 8872"),  # its last digit does not fit
    ],
)
def test_an_issn_is_written_in_its_usual_form(written: str, meant: str) -> None:
    text = f"Template-Type: ReDIF-Series 1.0\n{HEAD['series']}ISSN: {{}}\n"
    data, _ = fixed(text.format(written).encode(), "x.redif", lambda data: checker.data(data, "x.redif"))
    assert data.decode() == text.format(meant)


@pytest.mark.parametrize(("line", "attribute"), [("Title_en: Another", "Title"), ("Abstract_fr: Autre", "Abstract")])
def test_an_attribute_with_a_language_after_an_underscore_is_found(line: str, attribute: str) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nTitle: A\n{line}\nHandle: RePEc:abc:wpaper:1\n"
    (found,) = redif.check(io.BytesIO(text.encode()))
    assert (found.code, found.line) == ("line-merged", 4)
    assert found.help == f"Write {attribute} instead."


@pytest.mark.parametrize("name", ["Khan, U. A.", "Khan, U.A.", "Ann Lee", "Jane Q. Smith"])
def test_initials_are_no_further_people(name: str) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: {name}\nTitle: A\nHandle: RePEc:abc:wpaper:1\n"
    assert [*redif.check(io.BytesIO(text.encode()))] == []


@pytest.mark.parametrize("name", ["Others", "And Others", "Et Al", "Emeritus Professor Jane Smith"])
def test_capitals_hide_nothing_beside_a_name(name: str) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: {name}\nTitle: A\nHandle: RePEc:abc:wpaper:1\n"
    assert {found.code for found in redif.check(io.BytesIO(text.encode()))} & {"name-missing", "name-addition"}


@pytest.mark.parametrize(
    ("written", "keywords"),
    [
        ("growth; Stata_Version: panel data; debt", ["growth", "Stata_Version: panel data", "debt"]),
        ("growth Keywords_en: c; d", ["growth"]),
        ("growth; debt; jel codes: E62, F41", ["growth", "debt"]),
    ],
)
def test_only_other_attributes_and_codes_are_taken_out_of_keywords(written: str, keywords: list[str]) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nTitle: A\nKeywords: {written}\nHandle: RePEc:abc:wpaper:1\n"
    assert redif.parse(text).templates[0].data["keywords"] == keywords
    assert bool([*redif.check(io.BytesIO(text.encode()))]) == (len(keywords) < written.count(";") + 1)


@pytest.mark.parametrize(
    ("kind", "lines", "code"),
    [
        ("article", "Abstract: We ask what prices do.\nYear: This is the year that we look at.", "abstract-line"),
        ("article", "Abstract: We ask what prices do.\nPages: They are the pages that we read.", "abstract-line"),
        ("paper", "Abstract: We ask what prices do.\nKeywords: prices, markets\nWe find that they fall, and that all of them do."
         " It is so in all the markets that we know.", "abstract-continued"),
        ("paper", "Abstract: We ask what prices do.\nMots-cles: prix, marchés", "attribute-unknown"),
        ("paper", "Publication-Status: Published in None, null", "value-incomplete"),
        ("paper", "Author-Name: Jo Doe\nAuthor-Email: author@example.com", "value-example"),
        ("paper", "File-URL: https://example.org/null and more", "value-incomplete"),
        ("paper", "DOI: https://doi.org/10.1234/undefined", "value-incomplete"),
        ("paper", "Abstract: Abstract: not available", "value-placeholder"),
        ("paper", "Title: N/A.", "value-placeholder"),
        ("paper", "File-URL: https://example.org/1.pdf\nFile-URL: https://example.org/1.doc\n"
         "File-Format: application/pdf\nFile-Format: application/msword", "cluster-order"),
        ("paper", "Author-Name: Ann Lee\nAuthor-Name: Bo Kim\nAuthor-Person: pan1\nAuthor-Person: pbo1", "cluster-order"),
        ("paper", "Author-Name: Ann Lee\nAuthor-Name: Bo Kim\nAuthor-Email: a@b.org\nAuthor-Person: pan1\n"
         "Author-Email: c@b.org\nAuthor-Person: pbo1", "cluster-order"),
        ("paper", "File-URL: https://example.org/1.pdf\nFile-URL: https://example.org/1.doc\nFile-Format: application/pdf\n"
         "File-Format: application/msword\nFile-Function: a\nFile-Function: b", "cluster-order"),
        ("paper", "Author-Name: Ann Lee\nAuthor-Person: pan1\nAuthor-Person: pbo1", "attribute-repeated"),
    ],
)  # fmt: skip
def test_a_value_has_the_one_finding_that_helps_most(kind: str, lines: str, code: str) -> None:
    text = f"Template-Type: ReDIF-{kind.capitalize()} 1.0\n{lines}\nHandle: RePEc:abc:series:1\n"
    found = [f.code for f in redif.check(io.BytesIO(text.encode()), isolated=True)]
    assert [name for name in found if name not in ("required-missing", "one-of-missing")] == [code]


@pytest.mark.parametrize(("line", "found"), [
    ("File-URL: https://example.org/über.pdf", ["value-invalid"]), ("Handle: RePEc:abc:wpaper:1–2", ["value-invalid"]),
    ("Note: über", ["encoding-unmarked"]), ("File-URL: https://example.org/über.pdf\nNote: ü", ["value-invalid", "encoding-unmarked"]),
])  # fmt: skip
def test_an_address_is_in_no_encoding(line: str, found: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    handle = "" if line.startswith("Handle") else "Handle: RePEc:abc:wpaper:1\n"
    path.write_text(f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nTitle: A\n{line}\n{handle}", encoding="utf-8")
    assert [finding.code for finding in redif.check(path, isolated=True)] == found


@pytest.mark.parametrize(
    ("title", "read", "code", "fixed_title"),
    [
        ("<![CDATA[On prices]]>", "On prices", "text-less-than", "On prices"),
        ("On <!-- see - below --> prices", "On prices", "title-markup", None),
        ("Un cafÃ© Ã  Paris", "Un cafÃ© Ã Paris", "text-misdecoded", None),
        ("cafÃƒÂ© and prices", "cafÃƒÂ© and prices", "text-misdecoded", "café and prices"),
        ("PreÃ§os e salÃ¡rios", "PreÃ§os e salÃ¡rios", "text-misdecoded", "Preços e salários"),
    ],
)
def test_what_programs_leave_in_a_title(title: str, read: str, code: str, fixed_title: str | None) -> None:
    text = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann Lee\nTitle: {title}\nHandle: RePEc:abc:wpaper:1\n"
    assert redif.parse(text).templates[0].data["title"] == read
    found = checker.data(text.encode(), "x.redif")
    assert [finding.code for finding in found] == [code]
    if fixed_title is not None:
        data, _ = fixed(text.encode(), "x.redif", lambda data: checker.data(data, "x.redif"), unsafe=True)
        assert redif.parse(data).templates[0].data["title"] == fixed_title


def test_the_message_about_two_years_says_so() -> None:
    text = "Template-Type: ReDIF-Article 1.0\nAuthor-Name: Ann Lee\nTitle: A\nYear: 2003/2004\nHandle: RePEc:abc:journl:1\n"
    (found,) = redif.check(io.BytesIO(text.encode()), isolated=True)
    assert (found.code, found.message) == (
        "value-unread",
        'Year "2003/2004" is two years; programs that sort or count by year need one.',
    )


def test_an_indented_abstract_is_told_apart_from_one_in_the_title() -> None:
    head, text = "Template-Type: ReDIF-Paper 1.0\nTitle: On prices", "Abstract: We study prices in Spain and elsewhere."
    helps = [
        finding.help
        for between in ("\n ", " ")
        for finding in checker.data(f"{head}{between}{text}\n{HEAD['paper'].partition(chr(10))[2]}".encode(), "a.redif")
    ]
    assert helps == [
        "Delete the space in front of the line that begins with Abstract.",
        catalogue()["title-abstract"].help,
    ]
