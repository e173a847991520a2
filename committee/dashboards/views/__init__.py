"""Pages over the rooms below: units, the cascade of their targets, committees, and the audit."""

from committee.dashboards.views import audit, cascade, committees, pointed, preparing, units
from committee.dashboards.views.audit import blueprint as audit_blueprint
from committee.dashboards.views.cascade import blueprint as targets_blueprint
from committee.dashboards.views.committees import blueprint as committees_blueprint
from committee.dashboards.views.units import blueprint as units_blueprint

__all__ = [
    "audit",
    "audit_blueprint",
    "cascade",
    "committees",
    "committees_blueprint",
    "pointed",
    "preparing",
    "targets_blueprint",
    "units",
    "units_blueprint",
]
