"""Small pictures for the headers of the queue, made on a worker when they are first asked for."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.post import Post
    from embassy_assistant.ui.context import Context

SIDE: Final = 36
_KEPT: Final = 200


class Thumbnails(QObject):
    """The first picture of each Post; the last two hundred that were asked for are kept.

    Signals:
        arrived: one more can be shown.
    """

    arrived = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        """Make them as sharp as the screen of `parent` shows them."""
        super().__init__(parent)
        self._context = context
        self._window = parent
        self._made: OrderedDict[str, QPixmap | None] = OrderedDict()

    def of(self, post: Post) -> QPixmap | None:
        """Return the picture, None where there is none or it is still being made."""
        if not post.media:
            return None
        digest = post.media[0].hash
        if digest not in self._made:
            self._made[digest] = None
            self._make(digest)
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        self._made.move_to_end(digest)
        return self._made[digest]

    def _make(self, digest: str) -> None:
        ratio = self._window.devicePixelRatioF()
        drafting = self._context.desk.drafting

        def show(image: QImage) -> None:
            if not image.isNull():
                self._made[digest] = QPixmap.fromImage(image)
                self.arrived.emit()

        # A picture that is damaged is told of where it is written about; here its place stays empty.
        self._context.workers.run(
            lambda: _small(drafting.picture(digest), ratio), show, lambda _error: None, owner=self
        )


def _small(data: bytes, ratio: float) -> QImage:
    """Return the middle of a picture as a square; a null image for bytes that are none."""
    side = round(SIDE * ratio)
    image = QImage.fromData(data)
    if image.isNull():
        return image
    filled = image.scaled(
        QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    square = filled.copy(QRect((filled.width() - side) // 2, (filled.height() - side) // 2, side, side))
    square.setDevicePixelRatio(ratio)
    return square
