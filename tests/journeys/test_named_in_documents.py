"""What the documents for cashiers and owners name in the window is called so there."""

import re

import pytest
from babel.messages.pofile import read_po

from shopdesk.language import LANGUAGES, RESOURCES
from tests.architecture.sources import ROOT

READ = ("cashiers", "owners", "installing", "printers-and-scanners", "backup-and-recovery",
        "importing")  # fmt: skip
PLACES = {"en": ("README.md", "docs"), "zh_CN": ("README.zh-CN.md", "docs/zh-CN")}
MARKED = {"en": re.compile(r"(?<![*\w`])\*([^*\n]+)\*(?!\*)"), "zh_CN": re.compile("“([^”\n]+)”")}
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
VALUE = re.compile(r"\{[^}]*\}")

OTHERS = {
    "en": {
        # Windows, macOS and the drivers of printers
        "Open with", "Choose another app", "Choose an app on your PC", "Always", "Send to",
        "Desktop", "fit to page", "variable", "roll", "Peripherals", "Document settings",
        "Cash Drawer", "Open before printing", "Device Settings", "Peripheral Unit Type",
        "Peripheral Unit 1", "Drawer kick", "before printing", "Set Default Options",
        "Cash Drawer Control",
        # what somebody types, and kinds of files
        "offer the larger cup", "XLSX", "CSV", "简体中文 + English",
    },
    "zh_CN": {
        "打开方式", "选择其他应用", "在电脑上选择应用", "始终", "发送到", "桌面快捷方式",
        "适合页面", "可变", "卷纸", "收据", "外围设备", "文档设置", "钱箱", "打印前打开",
        "设备设置", "Cash Drawer", "Drawer kick", "打印前", "扩展", "XLSX", "CSV",
        "简体中文 + English", "分", "卡", "新", "–",
        # what is said to a customer
        "稍等，我再扫一次。", "这张券 11 月 22 日下午两点多已经用过了。", "这张券到十月底为止。",
        "这是另一家店的券。", "我问一下店主。", "这张券是李娜女士的。", "还差一分钱。",
        "留着下次用。", "今天用一张，下次再用一张。",
    },
}  # fmt: skip
"""What is marked in a document and is no word of the program's."""


def texts(language):
    """Every text of the window in a language."""
    place = RESOURCES / "locale" / "zh_CN" / "LC_MESSAGES" / "shopdesk.po"
    with place.open("rb") as file:
        for one in read_po(file):
            said = one.id if language == "en" else one.string
            yield from filter(None, (said,) if isinstance(said, str) else said)


def pattern(text):
    """A text of the program with anything for its values; of one that goes on after a stop, the
    beginning is enough."""
    beginning = re.match(r"[^:,(：，（{]+(?=[:,(：，（])", text)
    whole = ".+".join(map(re.escape, VALUE.split(text)))
    return whole if beginning is None else f"{re.escape(beginning[0].strip())}|{whole}"


def named(language):
    """What is marked, part by part, and in which document."""
    first, folder = PLACES[language]
    for name in (first, *(f"{folder}/{one}.md" for one in READ)):
        written = CODE.sub("", (ROOT / name).read_text(encoding="utf-8"))
        written = re.sub(r"(?<!\n)\n(?!\n)\s*", " ", written)
        for marked in MARKED[language].findall(written):
            for part in re.split(r"\s*›\s*", marked):
                yield name, part.strip().replace("‘", "“").replace("’", "”").rstrip(".,。")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_documents_name_is_called_so_in_the_window(language):
    said = [text for text in texts(language) if VALUE.sub("", text).strip(" .,:·×-–+()%")]
    known = re.compile("|".join(map(pattern, said)), re.IGNORECASE | re.DOTALL)
    lines = "\n".join(said)

    def is_there(part):
        if part in OTHERS[language] or f"{part}。" in OTHERS[language]:
            return True
        if any(known.fullmatch(part + end) for end in ("", "…", ".", "。")):
            return True
        pieces = [re.escape(piece) for piece in re.split(r"\s*…\s*", part)]
        return len(pieces) > 1 and re.search(r"[^\n]*".join(pieces), lines, re.IGNORECASE)

    unknown = {(name, part) for name, part in named(language) if not is_there(part)}
    assert unknown == set(), "neither in the catalogue nor another program's"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_let_by_that_no_document_says(language):
    said = {part.rstrip("。") for _name, part in named(language)}
    assert {one.rstrip("。") for one in OTHERS[language]} <= said
