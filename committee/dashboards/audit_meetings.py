"""What is done with meetings and petitions, in the words of the audit."""

from __future__ import annotations

from flask_babel import lazy_gettext

MEETING_ACTIONS = {
    "answer petition": lazy_gettext("answered a proposal"),
    "raise petition": lazy_gettext("wrote down a proposal of a unit"),
    "withdraw petition": lazy_gettext("withdrew a proposal"),
    "add paper": lazy_gettext("put a document before a meeting"),
    "cancel meeting": lazy_gettext("cancelled a meeting or a visit"),
    "change meeting": lazy_gettext("changed a meeting or a visit"),
    "comment on paper": lazy_gettext("wrote down a comment on a paper"),
    "complete paper": lazy_gettext("recorded that a paper was completed"),
    "plan meeting": lazy_gettext("planned a meeting or a visit"),
    "record attendance": lazy_gettext("entered who came to a meeting"),
    "record conclusions": lazy_gettext("recorded the conclusions of a meeting"),
    "return paper": lazy_gettext("returned a paper for completion"),
    "set agenda": lazy_gettext("kept an agenda"),
    "set notice": lazy_gettext("linked the notice of the conclusions"),
}
