"""Everything written about committees, seats, areas in charge, covers and posts."""

from committee.members.operations.adding import Place, add_person, give_place
from committee.members.operations.agencies import (
    AGENCY_COLUMNS,
    add_agency,
    add_missing_agencies,
    merge_agency,
    rename_agency,
)
from committee.members.operations.areas import put_in_charge
from committee.members.operations.covering import cover_seat, end_cover
from committee.members.operations.doors import change_email, close_account
from committee.members.operations.ending import end_post, end_seat, take_back_end_of_post, take_back_end_of_seat
from committee.members.operations.giving import (
    About,
    add_post,
    add_seat,
    found_committee,
    give_role,
    seat_of_account,
)
from committee.members.operations.reconstituting import Reconstituted, reconstitute, withdraw_reconstitution
from committee.members.operations.standing import set_standing_agency

__all__ = [
    "AGENCY_COLUMNS",
    "About",
    "Place",
    "Reconstituted",
    "add_agency",
    "add_missing_agencies",
    "add_person",
    "add_post",
    "add_seat",
    "change_email",
    "close_account",
    "cover_seat",
    "end_cover",
    "end_post",
    "end_seat",
    "found_committee",
    "give_place",
    "give_role",
    "merge_agency",
    "put_in_charge",
    "reconstitute",
    "rename_agency",
    "seat_of_account",
    "set_standing_agency",
    "take_back_end_of_post",
    "take_back_end_of_seat",
    "withdraw_reconstitution",
]
