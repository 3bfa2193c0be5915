"""What is wished for, told by rules in every language."""

import pytest

from rag.answering.intents.bare import bare
from rag.answering.intents.wishes import intent_of, mentioned
from rag.language.languages import languages
from rag.types import Intent


def told(text: str) -> Intent:
    asked = bare(text)
    return intent_of(text, asked.whole, asked.language)[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello", Intent.GREETING),
        ("Guten Abend!", Intent.GREETING),
        ("Goedemiddag", Intent.GREETING),
        ("merci beaucoup", Intent.THANKS),
        ("Hi! What can you do?", Intent.CAPABILITY),
        ("Olá! O que sabes fazer?", Intent.CAPABILITY),
        ("Wer sind Sie?", Intent.IDENTITY),
        ("How many files do I have?", Intent.COUNT),
        ("Quels documents ai-je ?", Intent.LIST),
        ("Wie viele Seiten hat orchard.pdf?", Intent.PAGES),
        ("Which documents mention the water board?", Intent.MENTIONS),
        ("Please sum up orchard.pdf", Intent.SUMMARISE),
        ("Fasse den Pachtvertrag zusammen", Intent.SUMMARISE),
        ("Schreibe einen Brief an den Pächter", Intent.DRAFT),
        ("Traduisez l'article 2 en anglais", Intent.TRANSLATE),
        ("Vergleiche die Ausgabe von 2019 mit der von 2021", Intent.COMPARE),
        ("What is on page 4 of orchard.pdf?", Intent.ON_PAGE),
        ("Which contracts have a break clause?", Intent.EACH),
        ("In welchen Verträgen steht eine Kündigungsfrist?", Intent.EACH),
        ("Quels contrats prévoient une indexation ?", Intent.EACH),
        ("Quali contratti prevedono una penale?", Intent.EACH),
        ("Can I have a short overview of the lease?", Intent.SUMMARISE),
        ("What is the gist of this contract?", Intent.SUMMARISE),
        ("Gib mir eine Zusammenfassung der Satzung", Intent.SUMMARISE),
        ("Fais un résumé du règlement", Intent.SUMMARISE),
        ("Hazme un resumen de la ordenanza", Intent.SUMMARISE),
        ("Puoi farmi una sintesi di questo contratto?", Intent.SUMMARISE),
        ("Maak een samenvatting van het contract", Intent.SUMMARISE),
        ("What does the summary say about fees?", Intent.FACT),
        ("When must the annual summary be filed?", Intent.FACT),
        ("Which fee is named in the executive summary?", Intent.FACT),
        ("Was sagt die Zusammenfassung über Gebühren?", Intent.FACT),
        ("Wer schreibt die Zusammenfassung des Protokolls?", Intent.FACT),
        ("Que dit le résumé sur les amendes ?", Intent.FACT),
        ("¿Qué dice el resumen sobre las multas?", Intent.FACT),
        ("Cosa dice la sintesi sulle multe?", Intent.FACT),
        ("O que diz o resumo sobre as multas?", Intent.FACT),
        ("Wat zegt de samenvatting over boetes?", Intent.FACT),
        ("What is the notice period?", Intent.FACT),
        ("Hello, what is the rent?", Intent.FACT),
        ("Which fine is due for a late notice?", Intent.FACT),
        ("Who signed the letter?", Intent.FACT),
        ("Wie hoch ist die Pacht?", Intent.FACT),
    ],
)
def test_a_wish_is_told_from_a_question(text: str, intent: Intent) -> None:
    assert told(text) is intent


def test_what_is_looked_for_is_taken_from_its_question() -> None:
    english = languages()[0]
    assert mentioned("Which document mentions the “Water Board”?", english) == "Water Board"
    assert mentioned("What is the rent?", english) == ""


# Wishes as people write them, clipped, polite or with a file's name, and questions that only resemble them.
MEANT = {
    Intent.COUNT: [
        "how many PDFs are stored here", "Wie viele Dateien habe ich dir bisher gegeben?",
        "hoeveel stukken zitten er in mijn bibliotheek",
    ],
    Intent.LIST: [
        "Could you list everything I've uploaded?", "Können Sie mir alle Dokumente auflisten?",
        "Geef me een lijst van al mijn documenten", "Welche PDFs habe ich hier?", "Welke bestanden ken je?",
    ],
    Intent.PAGES: [
        "orchard.pdf how many pages", "Aus wie vielen Seiten besteht der Bericht?",
        "hoeveel pagina's telt pachtcontract.pdf",
    ],
    Intent.ON_PAGE: ["What's on page 3 of orchard.pdf?"],
    Intent.MENTIONS: [
        "Is there any file that mentions “beaver”?", "Wird Bleifarbe in einem meiner Dokumente erwähnt?",
        "Komt het woord 'bever' ergens in mijn documenten voor?",
    ],
    Intent.SUMMARISE: [
        "What is orchard.pdf about?", "I have no time for orchard.pdf, what are the essential points?",
        "Wovon handelt dieser Vertrag", "bericht in drei sätzen bitte", "Waar gaat pacht.pdf over?",
        "vat de statuten even samen",
    ],
    Intent.COMPARE: [
        "differences old and new statutes", "orchard 2019 vs orchard 2021.pdf",
        "Worin unterscheiden sich die beiden Mietverträge?", "Stell die beiden Verträge gegenüber",
        "Zet beide contracten naast elkaar", "verschillen oude en nieuwe statuten",
    ],
    Intent.TRANSLATE: [
        "section 3 in Spanish please", "I need the break clause in Italian", "den mietvertrag auf englisch",
        "Was heißt Klausel 7 auf Englisch?", "het huurcontract in het engels", "pacht.pdf naar het frans",
    ],
    Intent.DRAFT: [
        "I'd like a letter to the insurer disputing the excess", "kurzes schreiben an das amt wegen aufschub",
        "Kunt u een mailtje aan de conciërge schrijven over de lamp?", "ik heb een mail nodig aan mijn buren",
    ],
    Intent.GREETING: ["good evening all", "Schönen guten Abend", "hoi, alles goed?"],
    Intent.THANKS: ["That was very helpful, thank you", "Prima, danke dir", "ok dank je, doei"],
    Intent.CAPABILITY: [
        "Do you understand French?", "Does anything leave this computer", "Brauchst du Internet?",
        "Kannst du auch Handschrift lesen?", "Welke formaten ondersteun je?", "Kun je ook scans lezen?",
    ],
    Intent.FACT: [
        "How many pages may the appeal have?", "Who must translate diplomas?", "Who drafts the agreement?",
        "Is a summary of the audit sent out?", "Which documents do I have to hand in?",
        "Must one write a letter to give notice?", "Is the contract in German?",
        "What is the difference between tenant and lodger?", "Can you keep a dog in the flat?",
        "Is my data shared with third parties?", "What is the VAT on this invoice?",
        "Wie viele Unterlagen sind beizufügen?", "Wie lange darf das Schreiben sein?",
        "Wer muss die Zeugnisse übersetzen lassen?", "Welche Dokumente werden für den Antrag benötigt?",
        "Wird dem Eigentümer eine Zusammenfassung geschickt?", "Kann der Mieter per E-Mail kündigen?",
        "Hoeveel documenten mag een lid lenen?", "Wie moet de diploma's laten vertalen?",
        "Welke stukken moet ik inleveren?", "Moet de huurder een brief schrijven om op te zeggen?",
        "Is een vertaling van de akte vereist?", "Wordt er ergens in het gebouw gerookt?",
    ],
}  # fmt: skip


# The same in the languages of Latin, whose words are often one another's.
LATIN = {
    Intent.GREETING: [
        "hola q tal", "bonsoir à vous", "Ciao, tutto bene?", "Olá, bom dia!",
    ],
    Intent.THANKS: [
        "nickel merci", "merci, c'est exactement ce qu'il me fallait", "muchas gracias, muy útil",
        "gracias, hasta luego", "Ti ringrazio tanto!", "grazie, a presto", "Obrigadão!",
        "Agradeço muito a ajuda",
    ],
    Intent.CAPABILITY: [
        "tu sers à quoi exactement", "Pouvez-vous m'expliquer ce que vous savez faire ?",
        "c'est quoi tes fonctions", "Comment puis-je vous utiliser ?",
        "est-ce que vous pouvez lire des tableaux Excel ?", "qué más puedes hacer", "como te uso",
        "¿Qué tipo de preguntas te puedo hacer?", "Che tipo di domande posso farti?",
        "cosa puoi fare per me", "Que tipo de perguntas posso fazer?",
        "quel genre de questions je peux te poser", "o que você faz?", "Consegues ler ficheiros Word?",
    ],
    Intent.COUNT: [
        "t'as combien de documents là", "Quel est le nombre total de fichiers ?",
        "J'ai mis combien de documents ?", "¿Cuántos ficheros he subido?",
        "cuantos documentos hay en total", "Quanti documenti ho caricato?", "numero di file",
        "Quantos documentos eu tenho guardados?", "tem quantos documentos aí",
    ],
    Intent.LIST: [
        "Quels sont les documents de la bibliothèque ?", "Affiche tous les fichiers",
        "je voudrais voir la liste de mes documents", "donne moi les noms des fichiers",
        "Dime qué documentos hay", "¿Qué archivos están cargados?", "ver todos los documentos",
        "¿Cuáles son mis documentos?", "Quali file ci sono nella biblioteca?", "elenco documenti",
        "Dimmi che documenti hai", "vorrei vedere i miei documenti", "mostra todos os ficheiros",
        "lista de documentos", "Diz-me que documentos há na biblioteca", "quero ver os meus arquivos",
    ],
    Intent.PAGES: [
        "Ce contrat comporte combien de pages ?", "Combien y a-t-il de pages dans le règlement ?",
        "¿Cuál es el número de páginas del informe?", "el contrato cuántas páginas tiene",
        "¿Cuántas páginas son en total en contrato.pdf?", "Quante pagine ci sono in verbale.pdf?",
        "il verbale quante pagine ha", "Il contratto è lungo quante pagine?",
        "Quantas páginas são no contrato.pdf?", "o relatório tem quantas páginas?",
        "Qual é o número de páginas do contrato?",
    ],
    Intent.FACT: [
        "Quel est le nombre de pages maximal d'un mémoire ?",
        "Le dossier ne doit pas dépasser combien de pages ?", "Combien de pages coûte une copie gratuite ?",
        "¿Cuál es el número máximo de páginas del escrito?",
        "Qual è il numero massimo di pagine del ricorso?", "Qual o número máximo de páginas da petição?",
        "¿Cuántos archivos se pueden adjuntar?", "Quanti file si possono allegare?",
        "Quel est le point principal de l'ordre du jour ?", "Que contient le résumé ?",
        "En combien de pages le résumé est-il rédigé ?", "¿Quién resume el acta?",
        "Chi riassume il verbale?", "Quem resume a ata?", "¿Cuándo se resume el contador?",
        "De quoi parle l'article 4 ?", "L'essentiel des travaux est payé par qui ?",
        "¿Qué documentos se exigen al inquilino?", "Quali documenti servono per il permesso?",
        "De quels documents a besoin le candidat ?", "Quelles lettres le syndic doit-il envoyer ?",
        "Combien de lettres de rappel sont envoyées avant la résiliation ?",
        "¿Cuántas cartas se envían antes del corte?", "Quante lettere di sollecito si inviano?",
        "Quantas cartas são enviadas antes do corte?", "Faut-il une traduction en anglais du contrat ?",
        "En quelle langue le contrat est-il traduit ?", "¿En qué idioma se traduce el contrato?",
        "In che lingua va tradotto il contratto?", "Em que língua é traduzido o contrato?",
        "Qui paie la traduction ?", "¿Quién paga la traducción del contrato?", "Chi paga la traduzione?",
        "Quem paga a tradução?", "Qui envoie la lettre de mise en demeure ?",
        "Un mail au syndic est-il suffisant ?", "¿Basta un correo al administrador?",
        "È sufficiente una mail all'amministratore?", "Basta um email ao administrador?",
        "¿A quién se envía la carta de preaviso?", "A chi va spedita la lettera di disdetta?",
        "Para onde se envia a carta de denúncia?", "Quand le locataire a-t-il écrit la lettre ?",
    ],
    Intent.MENTIONS: [
        "Lequel de mes documents mentionne le mot amiante ?", "où est-ce qu'on parle de l'amiante",
        "Est-ce qu'un document parle de l'amiante ?",
        "trouve-moi les documents où il est question d'amiante",
        "Le mot « amiante » apparaît dans quels documents ?",
        "la palabra amianto en qué documentos aparece", "¿Dónde se menciona el amianto?",
        "¿Cuál de mis archivos habla de amianto?", "búscame los documentos que hablan de amianto",
        "C'è un documento che parla di amianto?", 'La parola "amianto" in quali documenti compare?',
        "trovami i documenti che parlano di amianto", "Quale dei miei file menziona l'amianto?",
        'A palavra "amianto" aparece em que documentos?', "Onde se fala de amianto?",
        "Qual dos meus documentos menciona o amianto?", "encontra os documentos que falam de amianto",
    ],
    Intent.SUMMARISE: [
        "fais-moi un topo du bail", "C'est quoi l'essentiel du contrat ?",
        "Résumer le procès-verbal en trois lignes", "ça dit quoi en gros le bail.pdf",
        "que faut-il retenir du rapport ?", "Sintetiza el acta", "lo más importante del contrato",
        "Hazme un resumen rápido del acta, no tengo tiempo",
        "no tengo tiempo de leerlo todo, cuéntame lo esencial del acta", "¿De qué va contrato.pdf?",
        "Può sintetizzare il verbale?", "le cose più importanti del contratto",
        "fammi un riassunto veloce del verbale", "I punti chiave della polizza per favore",
        "Sintetize a ata", "o mais importante do contrato", "Faz um resumo rápido da ata",
        "do que trata este documento?", "Quais as ideias principais do relatório?",
    ],
    Intent.TRANSLATE: [
        "Pouvez-vous traduire bail.pdf en anglais ?", "une traduction de l'article 4 en allemand svp",
        "mets la clause 4 en anglais", "clause 4 en anglais ?", "je veux la clause 4 en italien",
        "traducción de la cláusula 4 al francés", "pásame la cláusula 4 al inglés",
        "Necesito el artículo 5 en inglés", "la clausola 4 tradotta in inglese",
        "mi serve la clausola 4 in inglese", "Traduzione dell'articolo 5 in francese",
        "a cláusula 4 em inglês por favor", "quero o artigo 5 em inglês",
        "Você consegue traduzir a cláusula 4 para o espanhol?",
    ],
    Intent.COMPARE: [
        "différences bail_2019.pdf bail_2021.pdf", "Tu peux me comparer les deux contrats ?",
        "quoi de neuf dans la nouvelle version du règlement",
        "Quels sont les changements entre les deux baux ?", "qué hay de nuevo en la versión de 2021",
        "Compárame los dos contratos", "diferencias entre a.pdf y b.pdf",
        "en que se diferencian las dos versiones", "Quali sono le differenze tra i due contratti?",
        "Mi confronti i due contratti?", "In cosa differiscono le due versioni?",
        "Quais são as diferenças entre os dois contratos?", "Em que diferem as duas versões?",
        "Gostaria de comparar o contrato velho com o novo",
    ],
    Intent.DRAFT: [
        "Écris un mail à mon propriétaire", "Rédigez un courrier de résiliation",
        "il me faudrait une lettre pour contester l'amende",
        "deux lignes à Mme Roux pour la prévenir du retard", "Escríbele un correo a la señora Gil",
        "Redáctame un escrito de queja", "unas líneas al administrador para avisarle",
        "Hazme una carta para el casero", "scrivimi una mail per il padrone di casa",
        "Mi prepari una lettera di disdetta?", "un messaggino alla signora Neri per avvisarla",
        "Potrebbe redigere un reclamo?", "Redija uma carta de reclamação",
        "Podes escrever-me um email para o senhorio?", "umas linhas ao administrador a avisar",
        "escreve um recado para a dona Ana",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("intent", "text"),
    [(one, text) for meant in (MEANT, LATIN) for one, texts in meant.items() for text in texts],
)
def test_a_wish_is_told_however_it_is_put(intent: Intent, text: str) -> None:
    assert told(text) is intent


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Does the word “beaver” appear anywhere in my documents?", "beaver"),
        ("Which files contain the name Alvarez", "Alvarez"),
        ("Where is the term 'force majeure' mentioned?", "force majeure"),
        ('Kommt das Wort "Biber" irgendwo in meinen Dokumenten vor?', "Biber"),
        ("Gibt es ein Dokument, das den Begriff „Pacht“ erwähnt?", "Pacht"),
        ("Steht irgendwo in meinen Unterlagen etwas über Frau Özdemir?", "Frau Özdemir"),
        ("In welke bestanden staat de naam Alvarez", "Alvarez"),
        ("Noemt een van mijn documenten meneer Smit?", "meneer Smit"),
    ],
)
def test_the_word_looked_for_stands_alone(text: str, what: str) -> None:
    asked = bare(text)
    assert mentioned(asked.whole, intent_of(text, asked.whole, asked.language)[1]) == what


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_each_language_says_and_hears_the_same(language: object) -> None:
    english = languages()[0]
    assert set(language.says) == set(english.says)  # type: ignore[attr-defined]
    assert set(language.wishes) == set(english.wishes)  # type: ignore[attr-defined]
    assert set(language.asks) == set(english.asks)  # type: ignore[attr-defined]
