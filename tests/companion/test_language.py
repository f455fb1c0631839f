import pytest

from reknit.companion.language import ENGLISH, SCRIPT, SURE, frequent, other


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Je suis très fatigué depuis hier", "french"),
        ("j'ai peur et je ne sais pas quoi faire", "french"),
        ("Estoy muy triste y no puedo dormir", "spanish"),
        ("hola, necesito ayuda con mi hermana", "spanish"),
        ("Ich kann nicht schlafen und mein Bruder ist weg", "german"),
        ("ich bin traurig", "german"),
        ("jestem bardzo zmęczona i nie wiem co robić", "polish"),
        ("Estou muito cansada e não consigo dormir", "portuguese"),
        ("non riesco a dormire, sono molto stanca", "italian"),
        ("Мне очень грустно сегодня", SCRIPT),
        ("我睡不着", SCRIPT),
        ("لا أستطيع النوم", SCRIPT),
        ("眠れない", SCRIPT),
        ("Ich weiß nicht was ich machen soll", "german"),
        ("Δεν μπορώ να κοιμηθώ", SCRIPT),
    ],
)
def test_plainly_another_language(words: str, name: str) -> None:
    assert other(words) == name


@pytest.mark.parametrize(
    "words",
    [
        "",
        "ciao",
        "hola",
        "c'est la vie",
        "que sera sera",
        "my abuela says no pasa nada all day",
        "we had crème brûlée and it was lovely",
        "she called me mon amour, then left",
        "Doppelgänger, Schadenfreude",
        "I said «мир» to her and she laughed",
        "nope",
        "idk tbh",
        "so tired",
        "la la land",
        "no es bueno, as my nan would say",
        "tu me manques means i miss you",
        "El Paso in June",
        "da mihi castra",
        "Maria e Ana",
        "lol",
        "123 456",
        "😀😀",
        "du calme",
        "mi casa su casa",
        "on y va",
        "we sing ave maria, per me, con te",
        "mum and dad sold la casa de papel box",
        "tired. die hard fan",
        "her name is Ola",
        "Das Boot again",
        "Alexander von Humboldt",
    ],
)
def test_english_or_doubt(words: str) -> None:
    assert other(words) is None


def test_every_list_is_lower_case_and_of_use() -> None:
    for name, listed in frequent().items():
        assert all(word == word.lower() for word in listed)
        assert name == SURE or len(listed) >= 40, name


def test_no_word_speaks_for_english_and_for_another() -> None:
    english = frequent()[ENGLISH]
    assert all(not listed & english for name, listed in frequent().items() if name != ENGLISH)
