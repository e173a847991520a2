"""Every room that has pages or doors."""

from committee.accounts.views import blueprint as accounts
from committee.accounts.views.demo_door import blueprint as demo_door
from committee.api.health import beside
from committee.api.views import blueprint as api
from committee.dashboards.views import audit_blueprint, committees_blueprint, targets_blueprint, units_blueprint
from committee.dashboards.work_views import blueprint as work
from committee.documents.views import blueprint as documents
from committee.escalation.silence_views import blueprint as silences
from committee.escalation.views import blueprint as escalation
from committee.figures.views import blueprint as figures
from committee.members.views import blueprint as members
from committee.notify.views import blueprint as notify
from committee.operation.views import blueprint as operation
from committee.tasks.views.by_link import blueprint as by_link
from committee.tasks.views.calendar_feed import blueprint as calendar
from committee.tasks.views.meetings import blueprint as meetings
from committee.tasks.views.petitions import blueprint as petitions
from committee.tasks.views.tasks import blueprint as tasks

BLUEPRINTS = (
    accounts,
    work,
    units_blueprint,
    targets_blueprint,
    audit_blueprint,
    committees_blueprint,
    figures,
    escalation,
    silences,
    tasks,
    documents,
    meetings,
    petitions,
    notify,
    calendar,
    by_link,
    members,
    operation,
    api,
    beside,
)

OF_A_DEMONSTRATION = (demo_door,)  # registered there and nowhere else
