"""The wires' marks: what is one, what only looks like one, and what a title is without them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.identify.mark import bare_title, mark_in, strip_marks

PORT = "Port of Saltmarsh reopens"
PORTO = "Reabre el puerto de Salinas"
QUAI = "Le port de Marsal rouvre"
LISBOA = "Porto de Salgueira reabre"
HAFEN = "Hafen von Salzmarsch wieder offen"
MARSA = "إعادة فتح ميناء سرنهالة"

CORRECTIONS = [
    ("CORRECTED-{}", PORT),
    ("CORRECTED: {}", PORT),
    ("Correction: {}", PORT),
    ("CORRECTION - {}", PORT),
    ("Corrections: {}", PORT),
    ("CORRECTED-UPDATE 2-{}", PORT),
    ("REFILE-{}", PORT),
    ("REFILE-UPDATE 1-{}", PORT),
    ("Clarification: {}", PORT),
    ("Erratum – {}", PORT),
    ("{} (CORRECTED)", PORT),
    ("{} (corrected: name of harbour master)", PORT),
    ("[Correction] {}", PORT),
    ("(Corrects figure in second paragraph) {}", PORT),
    ("RECTIFICATIF - {}", QUAI),
    ("Rectificatif : {}", QUAI),
    ("CORRECTIF: {}", QUAI),
    ("{} (corrigé)", QUAI),
    ("{} (rectifié)", QUAI),
    ("CORRIGÉ - {}", QUAI),
    ("CORRECCIÓN: {}", PORTO),
    ("(Corrección) {}", PORTO),
    ("RECTIFICACIÓN - {}", PORTO),
    ("CORREGIDO-{}", PORTO),
    ("{} (corregida)", PORTO),
    ("Fe de errores: {}", PORTO),
    ("ANNULE ET REMPLACE - {}", QUAI),
    ("ANULA Y SUSTITUYE: {}", PORTO),
    ("KORREKTUR: {}", HAFEN),
    ("Berichtigung - {}", HAFEN),
    ("CORREÇÃO: {}", LISBOA),
    ("تصحيح: {}", MARSA),
    ("تصويب - {}", MARSA),
    ("استدراك: {}", MARSA),
    ("(مصحح) {}", MARSA),
    ("{} (تصحيح)", MARSA),
    ("تصحيح-{}", MARSA),
    ("{} - CORRECTED", PORT),
    ("{} -- CORRECTION", PORT),
    ("RPT-CORRECTED-{}", PORT),
    ("PRÉCISION - {}", QUAI),
    ("RECTIF : {}", QUAI),
    ("CORR: {}", QUAI),
    ("{} - RECTIFICATIF", QUAI),
    ("{} - تصحيح", MARSA),
    ("إعادة مع التصحيح: {}", MARSA),
    ("إعادة/تصحيح: {}", MARSA),
]
UPDATES = [
    ("UPDATE 2-{}", PORT),
    ("UPDATE 1 - {}", PORT),
    ("UPDATE 10-{}", PORT),
    ("UPDATE: {}", PORT),
    ("Updated: {}", PORT),
    ("UPDATE 3 {}", PORT),
    ("1st LD-Writethru: {}", PORT),
    ("1st Ld-Writethru, {}", PORT),
    ("2nd LD: {}", PORT),
    ("1ST LEAD {}", PORT),
    ("3rd LD {}", PORT),
    ("(2nd LD) {}", PORT),
    ("(LEAD) {}", PORT),
    ("LEAD: {}", PORT),
    ("LEAD 1-{}", PORT),
    ("WRAPUP 2-{}", PORT),
    ("RECAST: {}", PORT),
    ("{} (Recast)", PORT),
    ("{} (1st LD)", PORT),
    ("{} (adds details)", PORT),
    ("{} (ADDS quotes, background)", PORT),
    ("{} [UPDATED]", PORT),
    ("{} (update 2)", PORT),
    ("(Adds details) {}", PORT),
    ("*UPDATE* {}", PORT),
    ("ACTUALISATION 1-{}", QUAI),
    ("MISE À JOUR : {}", QUAI),
    ("[MàJ] {}", QUAI),
    ("LEAD 1 {}", QUAI),
    ("{} (actualisé)", QUAI),
    ("{} (mise à jour)", QUAI),
    ("{} (ajoute des réactions)", QUAI),
    ("ACTUALIZACIÓN 1-{}", PORTO),
    ("ACTUALIZA 2-{}", PORTO),
    ("AMPLIACIÓN: {}", PORTO),
    ("(Ampliación) {}", PORTO),
    ("AMP2 {}", PORTO),
    ("AMP.- {}", PORTO),
    ("AMPL.- {}", PORTO),
    ("{} (actualizada)", PORTO),
    ("AKTUALISIERT: {}", HAFEN),
    ("ATUALIZAÇÃO - {}", LISBOA),
    ("تحديث: {}", MARSA),
    ("تحديث 1 - {}", MARSA),
    ("(محدث) {}", MARSA),
    ("مُحدَّث: {}", MARSA),
    ("{} (إضافة تفاصيل)", MARSA),
    ("إضافة أولى - {}", MARSA),
    ("{} (إعادة)", MARSA),
    ("{} (إعادة صياغة)", MARSA),
]
WITHDRAWALS = [
    ("KILL: {}", PORT),
    ("KILL-{}", PORT),
    ("KILL - {}", PORT),
    ("BULLETIN KILL: {}", PORT),
    ("Mandatory Kill: {}", PORT),
    ("Kill notice: {}", PORT),
    ("WITHDRAWN: {}", PORT),
    ("Withdrawn: {}", PORT),
    ("WITHDRAWAL: {}", PORT),
    ("Story withdrawn: {}", PORT),
    ("ADVISORY-Story withdrawn: {}", PORT),
    ("ADVISORY-Story withdrawn {}", PORT),
    ("Retracted: {}", PORT),
    ("RETRACTION: {}", PORT),
    ("{} (WITHDRAWN)", PORT),
    ("{} (KILL)", PORT),
    ("(story withdrawn) {}", PORT),
    ("ANNULATION : {}", QUAI),
    ("ANNULÉ - {}", QUAI),
    ("ANNULÉE - {}", QUAI),
    ("Dépêche annulée : {}", QUAI),
    ("AVIS - dépêche annulée : {}", QUAI),
    ("RETRAIT : {}", QUAI),
    ("ANULACIÓN: {}", PORTO),
    ("ANULADA - {}", PORTO),
    ("Noticia retirada: {}", PORTO),
    ("AVISO: se retira la noticia {}", PORTO),
    ("إلغاء خبر: {}", MARSA),
    ("إلغاء: {}", MARSA),
    ("سحب خبر: {}", MARSA),
    ("تنويه - إلغاء خبر: {}", MARSA),
    ("خبر ملغى: {}", MARSA),
    ("{} - KILL", PORT),
    ("{} — KILL", PORT),
    ("{} -KILL-", PORT),
    ("{} /KILL/", PORT),
    ("{} - MANDATORY KILL", PORT),
    ("{} - WITHDRAWN", PORT),
    ("{} - STORY WITHDRAWN", PORT),
    ("ATTENTION - KILL: {}", PORT),
    ("ANNULATION - {}", QUAI),
    ("A ANNULER : {}", QUAI),
    ("À RETIRER - {}", QUAI),
    ("RETIRER: {}", QUAI),
    ("SUPPRIMER - {}", QUAI),
    ("{} - ANNULATION", QUAI),
    ("{} (DÉPÊCHE ANNULÉE)", QUAI),
    ("ELIMINAR: {}", PORTO),
    ("ANULA: {}", PORTO),
    ("ANULAR - {}", PORTO),
    ("ATENCIÓN: ANULA: {}", PORTO),
    ("{} (ELIMINAR)", PORTO),
    ("{} - ANULACIÓN", PORTO),
    ("ANULAÇÃO: {}", LISBOA),
    ("ELIMINAR - {}", LISBOA),
    ("Notícia anulada: {}", LISBOA),
    ("{} (ANULAÇÃO)", LISBOA),
    ("STORNIERUNG: {}", HAFEN),
    ("STORNO - {}", HAFEN),
    ("ZURUECKGEZOGEN: {}", HAFEN),
    ("ZURÜCKGEZOGEN - {}", HAFEN),
    ("Achtung: Meldung zurückgezogen: {}", HAFEN),
    ("{} - ZURÜCKGEZOGEN", HAFEN),
    ("ANNULLAMENTO: {}", PORTO),
    ("STORY REMOVED: {}", PORT),
    ("KILL KILL KILL {}", PORT),
    ("KILL-KILL-KILL: {}", PORT),
    ("DÉPÊCHE À ANNULER : {}", QUAI),
    ("يرجى عدم نشر خبر: {}", MARSA),
    ("{} (إلغاء)", MARSA),
    ("{} - إلغاء", MARSA),
    ("{} (إلغاء الخبر)", MARSA),
]
MARKED = [
    *((form, title, "correction") for form, title in CORRECTIONS),
    *((form, title, "update") for form, title in UPDATES),
    *((form, title, "withdrawal") for form, title in WITHDRAWALS),
]

NO_MARKS = """
Saltmarsh Stores <ADD> sales rise in February
Update your phone now
Updates to the highway code take effect in May
Update 2 phones before Monday, makers say
Update-hungry fans queue all night
Updating the constitution will take years
Live updates: ferries sail again
Corrections officer held over smuggling
Correction in shares deepens
Correction-prone markets wobble
Corrected spectacles for pilots
Corrective surgery saves a gull
Clarification of the law is needed, judges say
Kill Bill returns
Kill Bill: the musical
Kill: a review
Kill-switch law passes
KILL-SWITCH LAW PASSES
Kill or cure for the ferry line
Killing of a shepherd: what is known
Killer whales - a guide
The finest hour of cinema (Kill Bill aside)
(Kill or be killed) and other songs
Three sailors (killed in action) remembered
Withdrawal of troops begins
Withdrawal - how smokers cope
Withdrawn troops return home
Withdrawal from the treaty: a timeline
Retracting roof jams in the rain
Retraction of the glacier slows
Recasting the net
Recast: how a bell is made
Recast of Hamlet opens
Refiled patent worries makers
Lead: the poison in our pipes
Lead in the water of 3 schools
Heavy metals (lead) found in the well
1st lead of the season for the islanders
2nd leading scorer returns
Adds insult to injury: fans wait in the rain
Add to the confusion: a third timetable
Milk (adds calcium to the bones)
License to kill
Dressed to - kill
Shoot to kill order revoked
SHOOT TO KILL
The road (kill) ahead
Kill fee raised for freelances - guild
Se anula el gol
Anula el juez la subasta
Anula: la palabra del año
ANULA EL JUEZ LA SUBASTA
Eliminar manchas: cinco trucos
Eliminar: verbo incómodo
Kill, kill, kill: the songs of a summer
Advisory council: story of a road withdrawn from view
The judge's last word - Corrected
Shares fall - correction or crash
Précision : la loi ne change pas
Corr de chasse - un art
مسار الإصلاح - تصحيح أم هدم
Annulation : que faire de son billet
Vol pour Marsal - annulation du vol retour
Concert de samedi - ANNULÉ
Le concert de samedi (ANNULÉ)
Retirer son argent : mode d'emploi
Supprimer la taxe : le débat
Storno: was Kunden wissen müssen
Zurückgezogen lebt der Dichter
Flug storniert - was nun
Anulação de voos: o que fazer
Eliminar o lixo: o plano
رحلات الشتاء - إلغاء رحلتين
Wrap up warm: snow is coming
Advisory: storm warning for the coast
Amp up the volume - bands return
Refile your claims by Friday
Mise à jour du code de la route
La mise à jour du registre attendue
Actualisation des pensions en avril
Correction des copies : les professeurs inquiets
Correction du tir
Corrigé du bac : les réponses
Corrigé : le sujet de philosophie
Rectification des frontières : accord signé
Annulation de 200 vols à Marsal
Annulé : le concert de samedi n'aura pas lieu
Le concert de samedi (annulé) sera remboursé
Retrait des troupes : le calendrier
Retrait : les points du permis
Avis de tempête - la côte en alerte
Ajoute du sel : la recette
La dépêche annulée par la tempête
Actualización del salario mínimo
Ampliación del puerto de Salinas
Amplía la ruta: tres barcos más
Corrección de rumbo en la flota
Anulado el gol de la victoria
Anulado: el gol que nadie vio
Retirada de tropas en la frontera
Retirada: las tropas salen del valle
Retirado el proyecto de ley
Aviso: el puerto cierra el lunes
الغاء الرحلات في المطار
إلغاء الرحلات بسبب العاصفة
إلغاء رسوم الميناء: ماذا يعني
سحب القوات من الحدود
سحب: أمطار متوقعة غدا
سحب متفرقة وانفراجات
تصحيح المسار في القطاع
تصحيحات في القانون الجديد
تحديث أسطول العبارات
تحديثات جديدة للهاتف
إضافة خطوط جديدة للحافلات
استدراك ما فات من الدروس
إعادة فتح الميناء
ملغي الرسوم يعود إلى الواجهة
"""


@pytest.mark.parametrize(("form", "title", "mark"), MARKED, ids=[m[0] for m in MARKED])
def test_a_marked_title_says_what_it_is_and_is_the_title_without_it(
    form: str, title: str, mark: str
) -> None:
    assert mark_in(form.format(title)) == mark
    assert strip_marks(form.format(title)) == title


@pytest.mark.parametrize("title", NO_MARKS.strip().split("\n"))
def test_a_headline_that_only_looks_marked_is_left_as_it_is(title: str) -> None:
    assert mark_in(title) is None
    assert strip_marks(title) == title


LABELS = [
    ("EXCLUSIVE-{}", PORT),
    ("BREAKING: {}", PORT),
    ("RPT-{}", PORT),
    ("RPT-UPDATE 2-{}", PORT),
    ("WATCH: {}", PORT),
    ("VIDÉO. {}", QUAI),
    ("EN IMAGES - {}", QUAI),
    ("DIRECT. {}", QUAI),
    ("VÍDEO | {}", PORTO),
    ("ÚLTIMA HORA: {}", PORTO),
    ("عاجل: {}", MARSA),
    ("عاجل | {}", MARSA),
    ("بالصور.. {}", MARSA),
    ("بالفيديو .. {}", MARSA),
]
NO_LABELS = """
Exclusive: how the mole broke
Video killed the radio star
Breaking: a how-to for beginners
Live and let live
Direct flights return
VIDEO REFEREES STRIKE
VIDEO-CONFERENCE FAILS
Urgent repairs to the mole
صور من الميناء القديم
خاص بالأعضاء فقط
"""


@pytest.mark.parametrize(("form", "title"), LABELS)
def test_a_label_is_no_part_of_a_title_that_is_compared(form: str, title: str) -> None:
    assert bare_title(form.format(title)) == title


@pytest.mark.parametrize("title", NO_LABELS.strip().split("\n"))
def test_what_only_looks_like_a_label_stays(title: str) -> None:
    assert bare_title(title) == title


def test_a_repeated_update_is_an_update() -> None:
    assert mark_in(f"RPT-UPDATE 2-{PORT}") == "update"


def test_a_title_of_nothing_but_a_mark_keeps_it() -> None:
    assert strip_marks("UPDATE 2") == "UPDATE 2"
    assert strip_marks("(Recast)") == "(Recast)"
    assert strip_marks("") == ""


_MARK = st.sampled_from([form for form, *_ in [*MARKED, *LABELS]])
_TITLE = st.sampled_from([PORT, PORTO, QUAI, MARSA]) | st.text(max_size=40)


@given(st.lists(_MARK, max_size=3), _TITLE)
def test_stripping_marks_twice_is_stripping_them_once(forms: list[str], title: str) -> None:
    for form in forms:
        title = form.replace("{}", title)
    for strip in (strip_marks, bare_title):
        bare = strip(title)
        assert strip(bare) == bare
        assert bool(bare) == bool(title)
