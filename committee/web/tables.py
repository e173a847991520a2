"""Every room's tables, so that the migrations and the application know the same ones."""

from committee.accounts import models as accounts
from committee.audit import models as audit
from committee.documents import models as documents
from committee.escalation import models as escalation
from committee.figures import models as figures
from committee.members import models as members
from committee.notify import models as notify
from committee.targets import models as targets
from committee.tasks import models as tasks
from committee.units import models as units

ROOMS = (audit, units, accounts, members, documents, notify, targets, figures, tasks, escalation)
