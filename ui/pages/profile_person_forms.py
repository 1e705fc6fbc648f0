"""The small forms of who a member is: what they like and their tags, and what they agree to."""

from functools import partial
from uuid import uuid4

from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk import consents, preferences, tags
from shopdesk.members import Member
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import button, column, field, held, label, named, row
from ui.widgets.person import CONSENTS

_MOST_OFFERED = 6
"""Tags in use that can be pressed instead of typed: as many as stand in two rows."""
_A_ROW = 3
_BETWEEN = ("、", "，", ";", "；")
"""What people put between words, besides a comma."""


def words_in(text: str) -> list[str]:
    """The words of a line, each once, whatever comma stands between them."""
    for mark in _BETWEEN:
        text = text.replace(mark, ",")
    return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


class LikesForm(Form):
    """What a member likes, as it is read at the counter, and the tags they are found by."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member = member
        self.likes = field(_("Preferences"), _("No sugar, oolong"))
        self.likes.setText(preferences.of_member(till.desk, member.id))
        self.likes.setMaxLength(preferences.LONGEST)
        self.tags = field(_("Tags"), _("Words with commas between them"))
        self.tags.setText(", ".join(tags.of_member(till.desk, member.id)))
        self.offered = [self._offer(tag.name) for tag in tags.in_use(till.desk)[:_MOST_OFFERED]]
        self.tags.textChanged.connect(lambda _text: self._light())
        rows = [
            row(*self.offered[place : place + _A_ROW], 1)
            for place in range(0, len(self.offered), _A_ROW)
        ]
        note = _("The members list shows those with a tag.")
        super().__init__(
            till, parent, _("Preferences and tags"),
            named(_("Preferences"), self.likes, _("Shown at the counter.")),
            named(_("Tags"), self.tags, note), *([held(column(*rows))] if rows else []),
            submit=self.save, ok=_("Save"), width=520,
        )  # fmt: skip
        self._light()
        self.likes.setFocus()

    def _offer(self, tag: str) -> QPushButton:
        made = button(tag, partial(self._turn, tag), "small")
        made.setCheckable(True)
        return made

    def _turn(self, tag: str) -> None:
        """Put a tag to the others, or take it out."""
        chosen = words_in(self.tags.text())
        left = [word for word in chosen if word != tag]
        self.tags.setText(", ".join(left if tag in chosen else [*chosen, tag]))

    def _light(self) -> None:
        chosen = words_in(self.tags.text())
        for one in self.offered:
            one.setChecked(one.text() in chosen)

    def save(self) -> None:
        """Keep both, and say so."""
        till, _, who = self.till, self.till.say, self.member
        tags.put(till.desk, who.id, words_in(self.tags.text()))
        preferences.put(till.desk, who.id, self.likes.text())
        till.tell(_("Preferences and tags of {name} are saved.").format(name=who.name))


class ConsentForm(Form):
    """Somebody agrees to what stands here, or takes it back and says how."""

    def __init__(self, till: Till, parent: QWidget, member: Member, kind: str) -> None:
        _ = till.say
        self.member, self.kind, self.key = member, kind, f"form:{uuid4().hex}"
        self.gives = not consents.agrees(till.desk, member.id, kind)
        self.wording = consents.wording(till.desk, kind, member.language)
        self.how = field(_("What was said"), _("By phone, on a form, at the counter"))
        what = label(self.wording, "heading", wraps=True)
        said = _("This is what they are shown or told. It is kept word for word, with the day.")
        off = _("From now on it is off, whatever was said before.")
        below = (
            held(column(label(said, "soft", wraps=True)))
            if self.gives
            else held(named(_("What was said"), self.how, off))
        )
        back = _("Take back the consent")
        super().__init__(
            till, parent, _(CONSENTS[kind]) if self.gives else back, what, below,
            submit=self.save, ok=_("Agrees") if self.gives else back, width=520,
        )  # fmt: skip
        (self.ok if self.gives else self.how).setFocus()

    def save(self) -> None:
        """Keep what was said, and tell what holds now."""
        till, _ = self.till, self.till.say
        desk, who = till.desk, self.member
        if self.gives:
            consents.give(desk, who.id, self.kind, wording=self.wording, key=self.key)
        else:
            consents.withdraw(desk, who.id, self.kind, wording=self.how.text(), key=self.key)
        till.tell(_("Kept; it stands in the timeline of {name}.").format(name=who.name))
