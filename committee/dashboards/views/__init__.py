"""Pages over the rooms below: units, and the cascade of their targets."""

from committee.dashboards.views import cascade, units
from committee.dashboards.views.cascade import blueprint as targets_blueprint
from committee.dashboards.views.units import blueprint as units_blueprint

__all__ = ["cascade", "targets_blueprint", "units", "units_blueprint"]
