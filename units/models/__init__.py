"""Who: areas, units, people and what they may do where."""

from units.models.kept import KeptWords
from units.models.people import Membership, UnitGroupObjectPermission, UnitUserObjectPermission, User
from units.models.unit import Area, Unit, UnitAlias

__all__ = ["Area", "KeptWords", "Membership", "Unit", "UnitAlias", "UnitGroupObjectPermission", "UnitUserObjectPermission", "User"]
