"""The wires' marks at the head and at the foot of a text: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from feeds.identify.mark import mark_at_foot, mark_at_head

TEXTS = [
    ("(Adds details, background)", "update"),
    ("(Recasts, adds comment)", "update"),
    ("(Updates throughout with minister's statement)", "update"),
    ("(Corrects figure in paragraph 2 to 301 from 310)", "correction"),
    ("(Refiles to fix headline)", "correction"),
    ("(This story has been corrected)", "correction"),
    ("This story has been corrected to show that the pier is 80 metres long.", "correction"),
    ("This March 7 story has been corrected.", "correction"),
    ("This article has been updated with the harbour master's answer.", "update"),
    ("CORRECTION: a figure in an earlier version was wrong.", "correction"),
    ("UPDATE", "update"),
    ("KILL", "withdrawal"),
    ("Please kill the item “Port reopens”, sent earlier.", "withdrawal"),
    ("EDITORS: please disregard this morning's story on the port.", "withdrawal"),
    ("The story headlined “Port reopens” is withdrawn. Please do not use it.", "withdrawal"),
    (
        "The story headlined “Port reopens at last, U.S. ship first” has been withdrawn.",
        "withdrawal",
    ),
    ("KILL KILL KILL. The item on the port must not be used.", "withdrawal"),
    ("(This March 7 story has been corrected to fix the length of the pier)", "correction"),
    ("Eds: Corrects the name of the harbour master.", "correction"),
    ("Eds: Updates with the harbour master's answer.", "update"),
    ("ATTENTION - CORRIGE la longueur du quai ///", "correction"),
    ("Prière d'annuler notre dépêche « Le port rouvre ».", "withdrawal"),
    ("Merci d’annuler la dépêche intitulée « Le port rouvre ».", "withdrawal"),
    ("Veuillez ne pas utiliser la dépêche « Le port rouvre ».", "withdrawal"),
    ("L'agence prie ses abonnés d'annuler la dépêche « Le port rouvre ».", "withdrawal"),
    ("Rogamos a nuestros abonados que anulen la noticia «Reabre el puerto».", "withdrawal"),
    ("يرجى من السادة المشتركين إلغاء الخبر المعنون «فتح الميناء».", "withdrawal"),
    ("يرجى عدم نشر هذا الخبر.", "withdrawal"),
    ("تلغي الوكالة خبرها بعنوان «فتح الميناء».", "withdrawal"),
    ("(لتصحيح رقم في الفقرة الثانية)", "correction"),
    ("(Actualisé avec réactions)", "update"),
    ("(Ajoute des détails)", "update"),
    ("(Rectifie un chiffre au deuxième paragraphe)", "correction"),
    ("Cet article a été corrigé.", "correction"),
    ("Merci de ne pas tenir compte de la dépêche intitulée « Le port rouvre ».", "withdrawal"),
    ("La dépêche « Le port rouvre » est retirée. Prière de ne pas l'utiliser.", "withdrawal"),
    ("(Amplía con reacciones)", "update"),
    ("(Actualiza con más detalles)", "update"),
    ("(Corrige una cifra en el segundo párrafo)", "correction"),
    ("Esta información ha sido corregida.", "correction"),
    ("Se ruega no publicar la noticia titulada «Reabre el puerto».", "withdrawal"),
    ("Retiramos la información «Reabre el puerto», transmitida antes.", "withdrawal"),
    ("(تحديث بإضافة تفاصيل)", "update"),
    ("(إضافة ردود فعل)", "update"),
    ("(تصحيح رقم في الفقرة الثانية)", "correction"),
    ("تم تصحيح هذا الخبر.", "correction"),
    ("Anulamos a notícia «Porto reabre», transmitida antes.", "withdrawal"),
    ("Solicitamos que não utilizem a notícia «Porto reabre».", "withdrawal"),
    ("A notícia «Porto reabre» fica sem efeito.", "withdrawal"),
    ("Bitte verwenden Sie die Meldung «Hafen wieder offen» nicht.", "withdrawal"),
    ("Die Meldung «Hafen wieder offen» wird zurückgezogen.", "withdrawal"),
    ("ELIMINAR", "withdrawal"),
    ("يرجى عدم نشر الخبر المعنون «فتح الميناء».", "withdrawal"),
    ("نسترعي الانتباه إلى إلغاء الخبر «فتح الميناء» الذي بثثناه.", "withdrawal"),
]

NO_TEXTS = """
Corrections officers walked out of three prisons on Monday.
Update your phone before Friday, the makers of the app said.
The Department of Corrections (Corrections) opened a new wing.
The minister (update: now former minister) did not answer.
Bitte verwenden Sie den Seiteneingang nicht, sagt das Schild.
A notícia chegou a Lisboa na segunda-feira.
The report on the wreck has been withdrawn from shops after a judge's order.
The story of the lighthouse has been told and withdrawn from schools.
The article of the law that was withdrawn in May returns.
Please use the side door, the notice says.
Please do not feed the gulls, the sign on the quay says.
This story of a corrected map has been told before.
Editors corrected the map of the harbour.
The agency has withdrawn its report on the quay.
Veuillez retirer vos billets, dit l'affiche.
Merci d'annuler les vols, demande le maire.
Rogamos a nuestros vecinos que utilicen la puerta lateral.
تلغي الوزارة رحلاتها.
Withdrawal of the last dredger began on Monday.
La correction des copies a commencé lundi.
La dépêche de la reine Anne est exposée au musée.
Retiramos los barcos, dijo el alcalde.
إلغاء الرحلات مستمر حتى يوم الجمعة.
سحب متفرقة على السواحل الشمالية.
"""


@pytest.mark.parametrize(("line", "mark"), TEXTS)
def test_a_mark_that_opens_a_text_is_read(line: str, mark: str) -> None:
    assert mark_at_head(f"{line}\nThe port of Saltmarsh reopened on Monday.") == mark


@pytest.mark.parametrize("line", NO_TEXTS.strip().split("\n"))
def test_a_lead_that_only_looks_marked_is_no_mark(line: str) -> None:
    assert mark_at_head(f"{line}\nThe port of Saltmarsh reopened on Monday.") is None


FEET = [
    "KILL",
    "-- KILL --",
    "(MANDATORY KILL)",
    "WITHDRAWN.",
    "This story has been withdrawn.",
    "Please do not use this story.",
    "ANNULATION",
    "(DÉPÊCHE ANNULÉE)",
    "Cette dépêche est annulée.",
    "ELIMINAR",
    "Esta noticia queda anulada.",
    "Esta notícia fica anulada.",
    "STORNIERUNG",
    "Diese Meldung wird zurückgezogen.",
    "(إلغاء)",
    "تم سحب هذا الخبر.",
]
NO_FEET = [
    "Kill",
    "He did not kill.",
    "The mayor's last word was: KILL",
    "The exhibition has been withdrawn.",
    "Le vol a été annulé. ANNULATION gratuite",
    "Se anula el gol.",
    "تم إلغاء الرحلة.",
]


@pytest.mark.parametrize("line", FEET)
def test_a_kill_that_closes_a_text_is_read(line: str) -> None:
    assert mark_at_foot(f"The port of Saltmarsh reopened on Monday.\n{line}") == "withdrawal"
    assert mark_at_foot(line) is None, "a text of one line is no foot"


@pytest.mark.parametrize("line", NO_FEET)
def test_a_last_line_that_only_looks_like_a_kill_is_none(line: str) -> None:
    assert mark_at_foot(f"The port of Saltmarsh reopened on Monday.\n{line}") is None


NOTES = [
    "(This version corrects the length of the pier in the second paragraph.)",
    "This story corrects the name of the harbour master.",
    "This March 7 story has been corrected to show that the pier is 80 metres long.",
    "Cette dépêche a été corrigée.",
    "Cette version corrige la longueur du quai.",
    "(Esta noticia ha sido corregida para rectificar la longitud del muelle)",
    "(هذه النسخة تصحح طول الرصيف)",
    "تم تصحيح هذا الخبر.",
]
NO_NOTES = [
    "This story has been told before.",
    "The map has been corrected.",
    "Cette carte a été corrigée.",
    "This version has a second pier.",
    "Esta ley ha sido rectificada.",
]


@pytest.mark.parametrize("line", NOTES)
def test_the_note_of_a_correction_that_closes_a_text_is_read(line: str) -> None:
    assert mark_at_foot(f"The port of Saltmarsh reopened on Monday.\n{line}") == "correction"


@pytest.mark.parametrize("line", NO_NOTES)
def test_a_last_line_that_only_looks_like_a_note_is_none(line: str) -> None:
    assert mark_at_foot(f"The port of Saltmarsh reopened on Monday.\n{line}") is None


def test_a_mark_deeper_in_a_text_is_no_mark() -> None:
    assert (
        mark_at_head("The port of Saltmarsh reopened on Monday.\nUPDATE 2: more follows.") is None
    )
    assert mark_at_head("The port of Saltmarsh (UPDATED) reopened on Monday.") is None


@pytest.mark.parametrize(
    "notice",
    [
        "La dépêche « Port rouvert à Sable » est annulée.",
        "Cette information est annulée.",
        "La dépêche intitulée Le port rouvre, diffusée à 10h05, est annulée.",
        "La dépêche AFP 1234 sur la réouverture du port est annulée.",
        "Notre information sur la réouverture du port, diffusée à 10:05 GMT, est retirée.",
        "Die Meldung «Hafen wieder offen» ist zurückgezogen.",
        'Die dpa-Meldung "Hafen: wieder offen" von 10.05 Uhr wurde storniert.',
        "Die Meldung über die Öffnung des Hafens (bdt0123) wird hiermit zurückgezogen.",
        "The story headlined Port reopens has been withdrawn.",
        "The story slugged PORT-SABLE, sent at 10:05 GMT, is withdrawn.",
        'The item titled "Port: open again" was withdrawn. A replacement follows.',
        "The story published at 0905 GMT on the reopening of the port has been withdrawn.",
        "A notícia «Porto reaberto» fica anulada.",
        "Esta notícia, enviada às 10:05, fica sem efeito.",
    ],
)
def test_a_sentence_that_takes_the_story_back_is_a_kill(notice: str) -> None:
    assert mark_at_head(f"{notice}\nThe port of Saltmarsh reopened on Monday.") == "withdrawal"


@pytest.mark.parametrize(
    "lead",
    [
        "Cette information a été confirmée par le maire : la fête est annulée.",
        "La dépêche est tombée ce matin : la course cycliste est annulée.",
        "Cette information selon laquelle la fête est annulée circule depuis lundi.",
        "L'information est tombée. La fête du port est annulée.",
        "La dépêche du préfet arrivée lundi confirme que la fête est annulée.",
        "Die Nachricht verbreitete sich schnell: Das Konzert ist storniert.",
        "Die Meldung kam am Abend. Der Auftrag wurde storniert, sagte ein Sprecher.",
        "Diese Nachricht, dass der Vertrag annulliert wurde, überraschte alle.",
        "Die Nachricht, der Antrag werde zurückgezogen, machte die Runde; der Antrag wurde zurückgezogen.",
        "The report published on Monday said the offer has been withdrawn.",
        "The story moved quickly: the bid was withdrawn within hours.",
        "The article published by the Gazette says that the licence was withdrawn in May.",
        "The dispatch sent from the front said three soldiers were killed and a captain was killed.",
        "A notícia chegou ao porto: a regata fica anulada.",
        "Esta notícia confirma que a licença fica sem efeito a partir de junho.",
        "Esta informação foi dada pelo ministro: a portaria fica anulada.",
    ],
)
def test_a_lead_on_what_else_was_withdrawn_is_none(lead: str) -> None:
    """A story that opens so anew would be withdrawn from its readers."""
    assert mark_at_head(f"{lead}\nThe port of Saltmarsh reopened on Monday.") is None
