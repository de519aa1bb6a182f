"""The pictures of a post, each with its alt text in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.buttons import button, tool
from embassy_assistant.ui.widgets.labels import CodeLabel, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from embassy_assistant.domain.post import Media, Post
    from embassy_assistant.ui.context import Context

THUMBNAIL: Final = 72
FOLDED: Final = 44
UNFOLDED: Final = 104
_PICTURES: Final = "(*.png *.jpg *.jpeg *.gif *.webp)"


class Picture(QFrame):
    """One picture: thumbnail, a field per language, a way to remove it.

    Signals:
        described: hash, language, text.
        removed: hash.
    """

    described = Signal(str, str, str)
    removed = Signal(str)

    def __init__(self, media: Media, number: int, parent: QWidget | None = None) -> None:
        """Show `media` as picture `number`, counted from 1."""
        super().__init__(parent)
        self.media = media
        self._number = number
        mark(self, role="plain")
        self._thumbnail = QLabel()
        self._thumbnail.setFixedSize(THUMBNAIL, THUMBNAIL)
        self._thumbnail.setScaledContents(False)
        self._thumbnail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fields: dict[str, QLineEdit] = {}
        column = QVBoxLayout()
        column.setSpacing(4)
        for language in PAIR_LANGUAGES:
            field = QLineEdit(media.alt.get(language, ""))
            field.setObjectName(f"alt-{language}-{number}")
            field.setCursorPosition(0)
            field.textEdited.connect(lambda text, code=language: self._edited(code, text))
            self.fields[language] = field
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(CodeLabel(language))
            line.addWidget(field, 1)
            column.addLayout(line)
        self._remove = tool("trash-can-outline", name=f"remove-picture-{number}", kind="flat")
        self._remove.clicked.connect(lambda: self.removed.emit(self.media.hash))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._thumbnail)
        row.addLayout(column, 1)
        row.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(300)
        self.setMaximumWidth(520)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        prompts = {"uk": self.tr("No Ukrainian alt text yet"), "en": self.tr("No English alt text yet")}
        names = {
            "uk": self.tr("Picture {number}, Ukrainian alt text"),
            "en": self.tr("Picture {number}, English alt text"),
        }
        for language, field in self.fields.items():
            field.setPlaceholderText(prompts[language])
            field.setAccessibleName(names[language].format(number=self._number))
            field.setToolTip(field.text() or self.tr("Say what the picture shows"))
            mark(field, tone="" if field.text().strip() else "warn")
        self._remove.setToolTip(self.tr("Remove picture {number}").format(number=self._number))
        self._remove.setAccessibleName(self._remove.toolTip())

    def show_image(self, image: QImage) -> None:
        """Show the thumbnail that a worker has made."""
        self._thumbnail.setPixmap(QPixmap.fromImage(image))

    def _edited(self, language: str, text: str) -> None:
        mark(self.fields[language], tone="" if text.strip() else "warn")
        self.described.emit(self.media.hash, language, text)


class MediaStrip(QFrame):
    """The pictures in a row, and a button that adds one; folds to one line.

    Signals:
        changed: the media of the post are to be these.
        removed: a picture was taken out; carries the media before.
        credit_wanted: who took the pictures is to be asked for.
    """

    changed = Signal(object)
    removed = Signal(object)
    credit_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start with no picture."""
        super().__init__(parent)
        self.setObjectName("media-strip")
        mark(self, role="card")
        self.setAcceptDrops(True)
        self._context = context
        self._post_id = ""
        self._media: tuple[Media, ...] = ()
        self._pictures: list[Picture] = []
        self._compact = False
        self._unfolded = False
        self._count = label(kind="caption")
        self._fold = button("flat", small=True, name="media-fold")
        self._fold.clicked.connect(self._toggle)
        self._add = button("normal", small=True, icon_name="image-plus-outline", name="media-add")
        self._add.clicked.connect(self.ask)
        self._credit = button("flat", small=True, icon_name="camera-outline", name="media-credit")
        self._credit.clicked.connect(self.credit_wanted)
        self._inside = QWidget()
        mark(self._inside, role="plain")
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        # No share of its own: what room there is goes to the fields.
        self._row.addStretch(0)
        self._area = QScrollArea()
        self._area.setWidget(self._inside)
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFixedHeight(THUMBNAIL + 14)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(12)
        line.addWidget(self._count)
        line.addWidget(self._fold)
        line.addWidget(self._area, 1)
        line.addStretch(0)
        line.addWidget(self._credit, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._add, 0, Qt.AlignmentFlag.AlignVCenter)
        self.retranslate()
        self._settle()

    def retranslate(self) -> None:
        """Set every word again."""
        self._add.setText(self.tr("Add a picture…"))
        self._add.setToolTip(self.tr("Or drop it here, or paste it into a text"))
        self._credit.setText(self.tr("Credit…"))
        self._credit.setToolTip(self.tr("Say who took the pictures, at the end of each text"))
        self._fold.setText(self.tr("Fold") if self._unfolded else self.tr("Alt text"))
        count = self.tr("%n picture(s)", "", len(self._media)) if self._media else self.tr("No picture")
        self._count.setText(count)
        for picture in self._pictures:
            picture.retranslate()

    def set_compact(self, compact: bool) -> None:
        """Fold to one line where there is little height."""
        if compact != self._compact:
            self._compact = compact
            self._settle()

    def show_post(self, post: Post) -> None:
        """Show the post's pictures; fields that stay keep the keyboard."""
        self._post_id = post.id
        if post.media == self._media:
            return
        before, self._media = self._media, post.media
        if [media.hash for media in before] == [media.hash for media in post.media]:
            for picture, media in zip(self._pictures, post.media, strict=True):
                picture.media = media
                for language, field in picture.fields.items():
                    if field.text() != media.alt.get(language, ""):
                        field.setText(media.alt.get(language, ""))
        else:
            self._rebuild()
        self.retranslate()
        self._settle()

    def describe(self, digest: str, language: str) -> None:
        """Put the keyboard in the field for a picture's alt text."""
        for picture in self._pictures:
            if picture.media.hash == digest and language in picture.fields:
                if self._compact and not self._unfolded:
                    self._toggle()
                self._area.ensureWidgetVisible(picture)
                picture.fields[language].setFocus(Qt.FocusReason.OtherFocusReason)

    def fields(self, picture: int = 0) -> dict[str, QLineEdit]:
        """Return the alt text fields of a picture by language."""
        return self._pictures[picture].fields

    def ask(self) -> None:
        """Ask for picture files."""
        kinds = self.tr("Pictures")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Add a picture"), "", f"{kinds} {_PICTURES}")
        self.add_files([Path(name) for name in names])

    def add_mime(self, source: QMimeData) -> None:
        """Add what was pasted or dropped: files, or a picture from the clipboard."""
        files = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if files:
            self.add_files(files)
            return
        image = source.imageData()
        if isinstance(image, QPixmap):
            image = image.toImage()
        if isinstance(image, QImage) and not image.isNull():
            held = QByteArray()
            buffer = QBuffer(held)
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            image.save(buffer, "PNG")  # type: ignore[call-overload]
            pasted = [(bytes(held.data()), self.tr("pasted picture.png"))]
            self._attach(lambda: pasted)

    def add_files(self, files: Sequence[Path]) -> None:
        """Add pictures from files, off the GUI thread."""
        if not files:
            return
        self._attach(lambda: [(_read(file), file.name) for file in files])

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.add_mime(event.mimeData())
        event.acceptProposedAction()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _attach(self, pictures: Callable[[], Sequence[tuple[bytes, str]]]) -> None:
        drafting, post_id = self._context.desk.drafting, self._post_id
        self._context.workers.run(
            lambda: tuple(drafting.attach(data, name) for data, name in pictures()),
            lambda new: self._attached(post_id, new),
            self._context.shell.trouble,
            owner=self,
            lane="writes",
        )

    def _attached(self, post_id: str, new: tuple[Media, ...]) -> None:
        if post_id != self._post_id:
            # Another post is shown by now: the picture was not meant for it.
            self._context.shell.toast(self.tr("The picture was not added: another post was opened meanwhile."))
            return
        there = {media.hash for media in self._media}
        fresh = {media.hash: media for media in new if media.hash not in there}
        self.changed.emit((*self._media, *fresh.values()))

    def _described(self, digest: str, language: str, text: str) -> None:
        media = tuple(m.with_alt(language, text) if m.hash == digest else m for m in self._media)
        self._media = media
        self.changed.emit(media)

    def _removed(self, digest: str) -> None:
        before = self._media
        self.changed.emit(tuple(media for media in before if media.hash != digest))
        self.removed.emit(before)

    def _rebuild(self) -> None:
        for old in self._pictures:
            old.hide()
            old.deleteLater()
        self._pictures = []
        for number, media in enumerate(self._media):
            picture = Picture(media, number + 1)
            picture.described.connect(self._described)
            picture.removed.connect(self._removed)
            self._pictures.append(picture)
            self._row.insertWidget(number, picture, 1)
            self._load(picture)

    def _load(self, picture: Picture) -> None:
        drafting, digest, ratio = self._context.desk.drafting, picture.media.hash, self.devicePixelRatioF()

        def made() -> QImage:
            side = round(THUMBNAIL * ratio)
            image = QImage.fromData(drafting.picture(digest)).scaled(
                QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            image.setDevicePixelRatio(ratio)
            return image

        self._context.workers.run(made, picture.show_image, owner=picture)

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self.retranslate()
        self._settle()

    def _settle(self) -> None:
        some = bool(self._media)
        open_ = some and (not self._compact or self._unfolded)
        self._area.setVisible(open_)
        self._count.setVisible(not open_)
        self._fold.setVisible(some and self._compact)
        self._credit.setVisible(some)
        self.setFixedHeight(UNFOLDED if open_ else FOLDED)


def _read(file: Path) -> bytes:
    """Return what a file holds.

    Raises:
        Unusable: it cannot be read, or is a folder (`input.no-file`).
    """
    try:
        return file.read_bytes()
    except OSError:
        raise Unusable("input.no-file", file=file.name) from None


def with_media(post: Post, media: tuple[Media, ...]) -> Post:
    """Return the post with other pictures."""
    return post if post.media == media else replace(post, media=media)
