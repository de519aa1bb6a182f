"""The style sheet: radius, padding and borders only; colours come in as tokens, and delegates paint state themselves.

What a widget is, is said by dynamic properties (see `theme.mark`):
    role   card, panel, strip, rail, head, foot, sunken
    kind   of a button: primary, normal, flat, tint, destructive, segment, rail, tab
    small  of a button: 28 px instead of 32
    type   of a label: caption, body, strong, h2, h1, wizard
    tone   of a label, pill or banner: quiet, accent, block, warn, advise, ok, practice, yellow
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_FRAMES: Final = """
QMainWindow, QDialog {{ background: {window}; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {control}; padding: 4px; }}
QFrame[role="card"] {{ background: {surface}; border: 1px solid {border}; border-radius: 8px; margin: 1px; }}
QFrame[role="card"][current="true"] {{ border: 2px solid {accent}; margin: 0px; }}
QFrame[role="card"][tone="yellow"] {{ border: 2px solid {yellow}; margin: 0px; }}
QFrame[role="card"][tone="practice"] {{ border: 1px solid {practice_text}; }}
QFrame[role="panel"] {{ background: {surface}; border: none; border-left: 1px solid {border}; }}
QFrame[role="drawer"] {{ background: {surface}; border: none; border-right: 1px solid {border}; }}
QFrame[role="popover"] {{ background: {surface}; border: 1px solid {control}; border-radius: 8px; }}
QFrame[role="head"] {{ border: none; border-bottom: 1px solid {border}; }}
QFrame[role="foot"] {{ border: none; border-top: 1px solid {border}; }}
QFrame[role="sunken"] {{ background: {sunken}; border: none; border-radius: 6px; }}
QFrame[role="head"][ground="surface"], QFrame[role="foot"][ground="surface"] {{ background: {surface}; }}
QFrame[role="tick"] {{ border: none; border-top: 1px solid {border}; background: transparent;
    border-bottom-left-radius: 7px; border-bottom-right-radius: 7px; }}
QFrame[role="tick"][done="true"] {{ background: {accent_tint}; }}
QFrame[role="tick"] QCheckBox {{ font-weight: 600; spacing: 10px; }}
QFrame[role="tick"][done="true"] QCheckBox {{ color: {accent}; }}
QFrame[role="example"] {{ border: none; border-radius: 6px; background: {ok_tint}; }}
QFrame[role="example"][tone="block"] {{ background: {block_tint}; }}
QFrame[role="loud"] {{ background: {yellow}; border: none; border-radius: 8px; }}
QFrame[role="loud"] QLabel {{ color: {on_yellow}; }}
QFrame[role="plain"] {{ border: none; background: transparent; }}
QFrame[role="line"] {{ background: {border}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="rail"] {{ background: {rail}; border: none; }}
QFrame[role="banner"] {{ background: {warn_tint}; border: none; border-bottom: 1px solid {border}; }}
QFrame[role="banner"][tone="block"] {{ background: {block_tint}; }}
QFrame[role="banner"][tone="advise"] {{ background: {advise_tint}; }}
QFrame[role="banner"][tone="accent"] {{ background: {accent_tint}; }}
QFrame[role="freeze"] {{ background: {freeze}; border: none; }}
QFrame[role="freeze"] QLabel {{ color: {on_solid}; }}
QFrame[role="freeze"] QPushButton, QFrame[role="freeze"] QToolButton {{ background: {freeze}; color: {on_solid};
    border: 1px solid {on_solid}; border-radius: 6px; font-weight: 600; }}
QFrame[role="freeze"] QPushButton[kind="primary"] {{ background: {on_solid}; color: {freeze}; }}
QFrame[role="toast"] {{ background: {text}; border: none; border-radius: 8px; }}
QFrame[role="toast"] QLabel {{ color: {surface}; }}
QFrame[role="toast"] QPushButton {{ background: transparent; color: {surface}; border: 1px solid {surface};
    border-radius: 6px; }}
QScrollArea, QScrollArea > QWidget > QWidget[role="plain"] {{ background: transparent; border: none; }}
QSplitter::handle {{ background: transparent; }}
"""

_LABELS: Final = """
QLabel {{ background: transparent; }}
QLabel[type="caption"] {{ font-size: 12px; color: {text2}; }}
QLabel[type="strong"] {{ font-weight: 600; }}
QLabel[type="h2"] {{ font-size: 16px; font-weight: 600; }}
QLabel[type="h1"] {{ font-size: 20px; font-weight: 600; }}
QLabel[type="wizard"] {{ font-size: 28px; font-weight: 600; }}
QLabel[ink="solid"] {{ color: {on_solid}; }}
QLabel[ink="rail"] {{ color: {rail_text}; }}
QLabel[tone="quiet"] {{ color: {text2}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[tone="block"] {{ color: {block}; font-weight: 600; }}
QLabel[tone="warn"] {{ color: {warn}; font-weight: 600; }}
QLabel[tone="advise"] {{ color: {advise}; font-weight: 600; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="practice"] {{ color: {practice_text}; }}
QLabel[tone="yellow"] {{ color: {on_yellow}; }}
QLabel[code="true"] {{ border: 1px solid {control}; border-radius: 3px; padding: 0px 4px; font-size: 11px;
    color: {text2}; }}
QLabel[key="true"] {{ background: {sunken}; border: 1px solid {border}; border-radius: 3px; padding: 0px 4px;
    font-size: 11px; color: {text2}; }}
QFrame[role="pill"] {{ background: {sunken}; border: none; border-radius: 12px; }}
QFrame[role="pill"] QLabel {{ font-size: 12px; font-weight: 600; }}
QFrame[role="pill"][tone="ok"] {{ background: {ok_tint}; }}
QFrame[role="pill"][tone="warn"] {{ background: {warn_tint}; }}
QFrame[role="pill"][tone="block"] {{ background: {block_tint}; }}
QFrame[role="pill"][tone="advise"] {{ background: {advise_tint}; }}
QFrame[role="pill"][tone="accent"] {{ background: {accent_tint}; }}
QFrame[role="pill"][tone="practice"] {{ background: {practice_tint}; }}
QFrame[role="pill"][tone="yellow"] {{ background: {yellow}; }}
"""

_BUTTONS: Final = """
QPushButton {{ background: {surface}; color: {text}; border: 1px solid {control}; border-radius: 6px;
    padding: 0px 11px; min-height: 30px; }}
QPushButton[small="true"] {{ min-height: 26px; padding: 0px 9px; }}
QPushButton[large="true"] {{ min-height: 38px; padding: 0px 15px; }}
QPushButton:hover {{ background: {sunken}; }}
QPushButton:pressed {{ background: {border}; }}
QPushButton:disabled {{ color: {text2}; background: {sunken}; border-color: {border}; }}
QPushButton[kind="primary"] {{ background: {primary}; color: {on_primary}; border: 1px solid {primary};
    font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ border: 1px solid {text}; }}
QPushButton[kind="primary"]:disabled {{ background: {sunken}; color: {text2}; border-color: {border}; }}
QPushButton[kind="tint"] {{ background: {accent_tint}; color: {accent}; border: 1px solid {accent};
    font-weight: 600; }}
QPushButton[kind="tint"]:hover {{ background: {sunken}; }}
QPushButton[kind="flat"] {{ background: transparent; color: {accent}; border: 1px solid transparent;
    padding: 0px 5px; }}
QPushButton[kind="flat"]:hover {{ background: {accent_tint}; }}
QPushButton[kind="destructive"] {{ border: 1px solid {block}; color: {block}; }}
QPushButton[kind="destructive"]:hover {{ background: {block_tint}; }}
QPushButton[kind="step"] {{ background: transparent; color: {rail_text}; border: none; text-align: left;
    padding: 0px 12px; min-height: 40px; }}
QPushButton[kind="step"]:checked {{ background: {rail_selected}; color: {on_solid}; font-weight: 600; }}
QPushButton[kind="step"]:hover {{ background: {rail_selected}; }}
QPushButton[kind="card"] {{ padding: 0px; border: 1px solid {border}; border-radius: 8px; text-align: left; }}
QPushButton[kind="card"]:checked {{ border: 2px solid {primary}; background: {accent_tint}; }}
QPushButton[kind="choice"] {{ padding: 0px; min-height: 0px; text-align: left; }}
QToolButton {{ background: transparent; color: {text}; border: 1px solid transparent; border-radius: 6px;
    padding: 3px 7px; }}
QToolButton:hover {{ background: {sunken}; }}
QToolButton::menu-indicator {{ image: none; width: 0px; }}
QToolButton[kind="normal"] {{ background: {surface}; border: 1px solid {control}; min-height: 24px; }}
QToolButton[kind="field"] {{ background: {surface}; border: 1px solid {control}; }}
QToolButton[kind="field"]:hover, QToolButton[kind="normal"]:hover {{ background: {sunken}; }}
QToolButton[kind="segment"] {{ background: {surface}; border: 1px solid {control}; border-radius: 0px;
    padding: 2px 9px; min-height: 22px; font-size: 12px; }}
QToolButton[kind="segment"]:checked {{ background: {accent_tint}; color: {accent}; font-weight: 600; }}
QToolButton[kind="segment"][end="left"] {{ border-top-left-radius: 6px; border-bottom-left-radius: 6px; }}
QToolButton[kind="segment"][end="right"] {{ border-top-right-radius: 6px; border-bottom-right-radius: 6px;
    border-left: none; }}
QToolButton[kind="row"] {{ border-radius: 6px; padding: 0px; text-align: left; }}
QToolButton[kind="status"] {{ font-size: 12px; color: {text2}; padding: 1px 7px; }}
QToolButton[kind="status"][tone="yellow"] {{ background: {yellow}; color: {on_yellow}; font-weight: 600; }}
QToolButton[kind="status"][tone="block"] {{ background: {block_tint}; color: {block}; font-weight: 600; }}
QToolButton[kind="status"][tone="warn"] {{ background: {warn_tint}; color: {warn}; font-weight: 600; }}
"""

_FIELDS: Final = """
QLineEdit, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit, QSpinBox, QPlainTextEdit, QTextEdit[role="field"] {{
    background: {surface}; color: {text}; border: 1px solid {control}; border-radius: 6px; padding: 0px 8px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit, QSpinBox {{ min-height: 30px; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QTimeEdit:focus, QPlainTextEdit:focus {{
    border: 1px solid {accent}; }}
QLineEdit[role="title"] {{ background: transparent; border: 1px solid transparent; font-size: 20px;
    font-weight: 600; padding: 0px 4px; }}
QLineEdit[role="title"]:hover {{ border: 1px solid {border}; }}
QLineEdit[role="title"]:focus {{ border: 1px solid {accent}; background: {surface}; }}
QLineEdit[tone="warn"] {{ border: 1px dashed {warn}; background: {warn_tint}; }}
QComboBox::drop-down, QDateEdit::drop-down, QTimeEdit::drop-down, QDateTimeEdit::drop-down {{ border: none;
    width: 28px; }}
QTimeEdit::up-button, QTimeEdit::down-button {{ width: 0px; border: none; }}
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {{ image: none; width: 0px; height: 0px;
    border-left: 4px solid {surface}; border-right: 4px solid {surface}; border-top: 5px solid {text2}; }}
QAbstractItemView {{ background: {surface}; border: 1px solid {border}; outline: none;
    selection-background-color: {accent_tint}; selection-color: {text}; }}
QListView[role="plain"], QTreeView[role="plain"], QTableView[role="plain"] {{ border: none; background: transparent; }}
QMenuBar {{ background: {surface}; border-bottom: 1px solid {border}; padding: 2px 8px; }}
QMenuBar::item {{ padding: 9px 10px; border-radius: 6px; background: transparent; }}
QMenuBar::item:selected {{ background: {sunken}; }}
QMenu {{ background: {surface}; border: 1px solid {control}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent_tint}; color: {text}; }}
QMenu::item:disabled {{ color: {text2}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
QStatusBar {{ background: {surface}; border-top: 1px solid {border}; }}
QStatusBar::item {{ border: none; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ padding: 8px 10px; color: {text2}; border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ color: {accent}; font-weight: 600; border-bottom: 3px solid {accent}; }}
QTabBar::tab:focus {{ color: {text}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0px; }}
QScrollBar::handle {{ background: {control}; border-radius: 3px; min-height: 24px; min-width: 24px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; height: 0px; width: 0px; }}
QProgressBar {{ background: {sunken}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
"""


def stylesheet(colours: Mapping[str, str]) -> str:
    """Return the style sheet in `colours`, by name of token."""
    return (_FRAMES + _LABELS + _BUTTONS + _FIELDS).format_map(colours)
