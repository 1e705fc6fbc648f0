"""The languages by their own names, as every speaker finds theirs."""

NAMES = {"zh_CN": "简体中文", "en": "English"}


def both(first: str) -> tuple[str, ...]:
    """Every language, one of them leading."""
    return (first, *(language for language in NAMES if language != first))


def joined(languages: tuple[str, ...]) -> str:
    """Several languages as one choice: ``简体中文 + English``."""
    return " + ".join(NAMES[language] for language in languages)
