"""Who somebody is: told of the one whose name stands beside what they are called by, and of no other."""

from __future__ import annotations

import pytest

from rag.answering.quoting.identity import bearers, is_another, role_asked
from rag.answering.quoting.kinds import Kind, has_kind, kind_of
from rag.language.concepts import spoken
from rag.language.languages import language_of

TOLD = [
    ("Who is the managing director?", "Mr Dorian Pell Managing Director Pell Roofing Limited Ellerton"),
    (
        "Who is the landlord?",
        'between Ormond Estates Ltd (the "Landlord") and Clara Venn (the "Tenant").',
    ),
    ("Who is the tenant?", 'between Ormond Estates Ltd (the "Landlord") and Clara Venn (the "Tenant").'),
    ("Who is the lessor?", "Between Harold Pike, lessor, and Denby & Sons Bakery Ltd, lessee."),
    ("Who is the lessee?", "Between Harold Pike, lessor, and Denby & Sons Bakery Ltd, lessee."),
    ("Who is the client?", "Our client, Mrs Teal, denies that she moved the wall."),
    ("Who is the landlord?", "Landlord: Ormond Estates Limited"),
    ("Who is the landlord?", "The landlord is Ormond Estates Limited."),
    ("Who is the chair of the board?", "Ms Ada Pell was elected chair of the board."),
    (
        "Who are the parties?",
        "This is made by and between Larkfield Optics, Inc. and Pemberly LLC.",
    ),
    (
        "Wer ist der Vermieter?",
        "zwischen der Lindenhof GmbH, nachfolgend Vermieterin, und Herrn Jonas Krell.",
    ),
    ("Wer ist der Vermieter?", "Vermieter ist Herr Jonas Krell."),
    ("Wer ist der Verkäufer?", "Frau Ilse Brandt (im Folgenden: Verkäuferin) verkauft das Haus."),
    ("Wer sind die Parteien?", "zwischen der Lindenhof Wohnbau GmbH und Herrn Jonas Krell"),
    ("Qui est le bailleur ?", "Entre Mme Solange Vautrin, bailleresse, et M. Kaba, locataire."),
    ("Qui est le maire de Saclas ?", "sous la présidence de Madame Yvonne Roux, Maire de Saclas."),
    ("Qui est secrétaire de séance ?", "Monsieur Luc Ferrand est désigné secrétaire de séance."),
    ("Who is secretary?", "George Hale agreed to stay on as Secretary."),
    ("Qui est l'employeur ?", "La société Aubrac, ci-après dénommée l'employeur, engage M. Roux."),
    (
        "¿Quién es el cliente?",
        "de una parte Talleres Ebro, S.L., el Cliente, y de otra doña Nuria Salas, la Consultora.",
    ),
    ("¿Quién es el arrendador?", "Don Luis Vega, en adelante el arrendador, cede el piso."),
    ("Chi è il locatore?", "Tra il signor Ezio Bellandi, locatore, e la signora Marta Ruiu, conduttrice."),
    ("Chi è il venditore?", "La società Alba S.r.l., di seguito denominata venditore, vende il terreno."),
    (
        "من هو المؤجر؟",
        "بين شركة النخيل، ويشار إليها بالمؤجر، والسيد سامي الخطيب، ويشار إليه بالمستأجر.",
    ),
    ("Who is the caretaker?", "Our caretaker Tom Hill has the keys."),
    ("Who is the caretaker?", "Keys are with the caretaker, Tom Hill."),
    ("What is the caretaker called?", "The caretaker's name is Tom Hill."),
    ("What is the caretaker of the hall called?", "The caretaker is called Tom Hill."),
    ("What is the name of the landlord?", "Landlord: Ormond Estates Limited"),
    (
        "What's the tenant's name?",
        'between Ormond Estates Ltd (the "Landlord") and Clara Venn (the "Tenant").',
    ),
    ("What's the property manager called?", "Faults go to the property manager, Brightwell Ltd, in writing."),
    ("Quel est le nom du syndic ?", "Le locataire prévient le syndic, la société Foncia Ouest, par écrit."),
    ("Who is the chair of the board?", "The chair of the residents' board is called Amara Okafor."),
    ("Wie heißt die Vorsitzende?", "Die Vorsitzende der Mieterversammlung heißt Ilse Vogt."),
    ("Wie heißt das Medikament?", "Das Medikament heißt Ramipril und wird morgens genommen."),
    ("What is the programme called?", "The reporting programme is called “Compass”."),
    ("Qual è il nome dell'amministratore?", "L'amministratore, rag. Bruno Sala, illustra il bilancio."),
    ("Hoe heet de voorzitter?", "De vergadering wordt voorgezeten door voorzitter Hanneke Smit."),
    ("Name of the landlord?", "The landlord is Ormond Estates Limited."),
    ("Wie heißt der Hausmeister?", "Unser Hausmeister heißt Karl Brandt."),
    ("Wer ist der Hausmeister?", "Die Schlüssel hat Hausmeister Karl Brandt."),
    ("Wie heißt der Hausmeister?", "Hausmeister: Karl Brandt, Telefon 030 1234"),
    ("Wie lautet der Name des Vermieters?", "Vermieter ist Herr Jonas Krell."),
    (
        "Wie lautet der Name der Mieterin?",
        "zwischen der Linde GmbH und Frau Ilse Brandt, nachfolgend Mieterin.",
    ),
    ("Comment s'appelle le gardien ?", "Le gardien s'appelle Paul Martin."),
    ("Qui est le gardien ?", "Les clés sont chez le gardien Paul Martin."),
    ("Quel est le nom du bailleur ?", "Entre Mme Solange Vautrin, bailleresse, et M. Kaba, locataire."),
    ("¿Cómo se llama el arrendador?", "Don Luis Vega, en adelante el arrendador, cede el piso."),
    ("¿Cuál es el nombre del conserje?", "El conserje se llama Luis Vega."),
    ("Come si chiama il custode?", "Il custode si chiama Marco Rossi."),
    (
        "Qual è il nome del locatore?",
        "Tra il signor Ezio Bellandi, locatore, e la signora Marta Ruiu, conduttrice.",
    ),
    ("Hoe heet de huismeester?", "De huismeester heet Jan de Boer."),
    ("Wat is de naam van de huismeester?", "De sleutels liggen bij huismeester Jan de Boer."),
    ("Como se chama o zelador?", "O zelador chama-se Rui Sousa."),
    ("ما اسم المؤجر؟", "بين شركة النخيل، ويشار إليها بالمؤجر، والسيد سامي الخطيب، ويشار إليه بالمستأجر."),
]
UNTOLD = [
    ("What is the caretaker of the community hall called?", "Subject: Re: Re: Roof of the community hall"),
    ("Come si chiama il geometra?", "Il nuovo custode si chiama Omar Haddad."),
    ("Come si chiama il geometra?", "Il geometra ha presentato il preventivo per la facciata."),
    ("What is the programme called?", "The programme starts in May and is called off in bad weather."),
    ("What is the caretaker called?", "Mags collects the keys from the caretaker."),
    ("Who is the landlord?", "Landlord Duties And Repairs"),
    ("Who is the caretaker?", "The caretaker On Call has the keys."),
    ("Wie heißt der Vermieter?", "Der Vermieter überlässt dem Mieter die Wohnung im zweiten Stock."),
    ("Wie heißt der Hausmeister?", "Der Hausmeister heißt alle Gäste willkommen."),
    ("Comment s'appelle le gardien ?", "Le gardien appelle le plombier en cas de fuite."),
    ("¿Cómo se llama el conserje?", "El conserje llama a la puerta."),
    ("Qui est maire ?", "Monsieur Le Maire ouvre la séance à vingt heures."),
    ("Wer ist Vorsitzender?", "Der Vorsitzende eröffnet die Sitzung um 20 Uhr."),
    ("Who is the landlord?", "No dog may be kept without the Landlord's written consent."),
    ("Who is the tenant?", "The Landlord lets to the Tenant the flat at 18 Quayside Row, Brackwater."),
    ("Who is the lessor?", "The Lessee insures the shop windows; the Lessor insures the building."),
    ("Who is the lessor?", "The Lessee is the Lessor."),
    ("Who is the lessor?", "In March, the Lessor may enter the shop."),
    ("Who is the employer?", "Anna Roe, employee, works from home."),
    ("Who is the client?", "We shall advise our client to apply to the county court."),
    ("Who are the parties?", "The receiving party shall keep the Confidential Information secret."),
    ("Wer ist der Vermieter?", "Die Vermieterin legt den Betrag getrennt von ihrem Vermögen an."),
    ("Wer ist der Mieter?", "Hunde darf der Mieter nur mit Zustimmung der Vermieterin halten."),
    ("Wer ist der Mieter?", "Der Mieter ist Verbraucher."),
    ("Qui est le bailleur ?", "La bailleresse donne en location un studio situé 3 rue des Tilleuls."),
    ("¿Quién es el cliente?", "El Cliente abonará 3.400 euros más IVA."),
    ("Chi è il locatore?", "Il locatore concede in locazione l'appartamento di via Fabbri 21, Lucca."),
    ("من هو المؤجر؟", "يؤجر المؤجر للمستأجر شقة في الطابق الثالث من مبنى الزهراء في شارع الملك فيصل."),
]  # fmt: skip


@pytest.mark.parametrize(("question", "sentence"), TOLD)
def test_a_name_beside_what_somebody_is_called_by_tells_who_that_is(question: str, sentence: str) -> None:
    language = spoken(question)
    assert kind_of(question, language) is Kind.PERSON
    assert has_kind(Kind.PERSON, question, sentence, language)


@pytest.mark.parametrize(("question", "sentence"), UNTOLD)
def test_what_somebody_does_does_not_tell_who_that_is(question: str, sentence: str) -> None:
    language = spoken(question)
    assert not has_kind(Kind.PERSON, question, sentence, language)


def test_the_name_of_one_party_is_not_given_to_the_other() -> None:
    source = "Between Harold Pike, lessor, and Denby & Sons Bakery Ltd, lessee."
    role = role_asked("Who is the lessee?", language_of("Who is the lessee?"))
    assert role is not None
    english = language_of(source)
    assert is_another(role, "Harold Pike is the lessee.", source, english)
    assert not is_another(role, "Denby & Sons Bakery Ltd is the lessee.", source, english)
    assert len(bearers(role, source, english)) == 1


@pytest.mark.parametrize(
    "question", ["Who pays the rent?", "Who is liable for damage?", "Wer haftet?", "Who is Clara Venn?"]
)
def test_a_question_for_a_deed_or_a_person_is_for_no_role(question: str) -> None:
    assert role_asked(question, language_of(question)) is None
