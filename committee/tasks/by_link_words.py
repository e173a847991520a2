"""What was done by a link of a mail, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext

ACTS = {
    "receipt": lazy_gettext("You said that you have the task."),
    "progress": lazy_gettext("You reported how far the task is."),
    "submission": lazy_gettext("You sent the product of the task."),
    "extension": lazy_gettext("You asked for more time for the task."),
}
