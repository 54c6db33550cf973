"""Scripts whose words or figures are written otherwise than in Latin or Arabic letters."""

from __future__ import annotations

import pytest

from feeds.identify.words import encode
from tests.identify.newsroom import Newsroom

CLOSURE = [
    "फिरोजाबाद का सबसे पुराना कांच कारखाना मार्च के अंत में "
    "उत्पादन बंद कर देगा। प्रबंधन ने मंगलवार को एक सभा में "
    "श्रमिकों को यह निर्णय बताया। इससे 340 कर्मचारी प्रभावित "
    "होंगे।",
    "प्रबंध निदेशक मीरा कपूर ने गैस की बढ़ती कीमत और ऑर्डर में 22 "
    'प्रतिशत की कमी को कारण बताया। उन्होंने कहा, "हमने तीन साल '
    'संघर्ष किया लेकिन भट्ठियां अब घाटे में हैं।"',
    "यूनियन ने विरोध की घोषणा की। अध्यक्ष हरीश पाठक ने बताया कि "
    "वे मुआवजे पर बातचीत करेंगे और छोटी भट्ठी के लिए खरीदार "
    "खोजेंगे।",
    "कारखाना 1926 में स्थापित हुआ था और अपने अच्छे दिनों में "
    "1,200 से अधिक लोगों को रोजगार देता था। यहां मुख्य रूप से "
    "बोतलें और अचार के मर्तबान बनते थे।",
]
FOLLOW_UP = [
    "बंद होने जा रहे फिरोजाबाद के कांच कारखाने के लिए एक खरीदार "
    "सामने आया है। जिला प्रशासन के प्रवक्ता ने शुक्रवार को कहा कि "
    "चेक गणराज्य की एक पैकेजिंग कंपनी ने संपर्क किया है।",
    "कीमत और नौकरियों की संख्या पर अभी बात नहीं हुई है। प्राग के प्रतिनिधिमंडल का पहला दौरा सोमवार को होगा।",
    "कारखाना 1926 में स्थापित हुआ था और अपने अच्छे दिनों में "
    "1,200 से अधिक लोगों को रोजगार देता था। यहां मुख्य रूप से "
    "बोतलें और अचार के मर्तबान बनते थे।",
    "यूनियन ने खबर का स्वागत किया लेकिन ज्यादा उम्मीद न रखने की चेतावनी दी।",
]
AVALANCHE = [
    "１０日、長野県の槍ケ岳で登山者２人が雪崩に巻き込まれたが、いずれも生存した状態で救助された。３１歳と３５歳の男性で、２０分以上雪の下にいたという。",
    "同行者がビーコンで位置を特定して掘り出した。県警のヘリコプターが松本市内の病院に搬送した。",
    "付近では五段階のうち三番目の雪崩の危険度が出ていた。強い風で北側の斜面に雪がたまっていた。",
    "今冬、県内の山では雪崩で９人が亡くなっている。",
]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "भट्ठियां बंद हैं"),
        ("bn", "প্রধানমন্ত্রী ঢাকায়"),
        ("ta", "தமிழ்நாடு அரசு"),
        ("te", "ప్రధానమంత్రి రైలు"),
        ("he", "מִלְחָמָה ושלום"),
    ],
)
def test_words_keep_the_vowels_that_their_scripts_set_on_letters(language: str, text: str) -> None:
    assert len(encode(text, language, 99)) == len(text.split())


def test_words_that_differ_in_their_vowels_are_two() -> None:
    assert encode("सूचना", "hi", 9).tolist() != encode("सोचना", "hi", 9).tolist()


def test_a_follow_up_in_hindi_that_repeats_a_paragraph_is_a_story_of_its_own(
    room: Newsroom,
) -> None:
    title, later = (
        "फिरोजाबाद का सबसे पुराना कांच कारखाना वसंत में बंद होगा",
        "फिरोजाबाद के कांच कारखाने में चेक कंपनी की रुचि",
    )
    first = room.carry("Bhasha", title, CLOSURE)
    second = room.carry("Daily", later, FOLLOW_UP, minutes=30)
    assert first.id != second.id


def test_a_paper_that_writes_figures_half_as_wide_carries_the_same_story(room: Newsroom) -> None:
    title = "槍ケ岳で雪崩、２人救助"
    narrow = str.maketrans("０１２３４５６７８９", "0123456789")
    wire = room.carry("Kyodo", title, AVALANCHE)
    paper = room.carry("Shimbun", title, [line.translate(narrow) for line in AVALANCHE], minutes=30)
    assert wire.id == paper.id
