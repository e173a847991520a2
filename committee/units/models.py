"""Units as identities, where they stood under which name, and what became of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from committee.core.db import Base

# Compared byte by byte on both engines: a subtree is a prefix range, and keys sort alike.
Key = String(collation="C").with_variant(String(collation="BINARY"), "sqlite")


class Unit(Base):
    """Something that can hold a target, whatever its name and place. `lineage` survives a merger."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("axis IN ('territory', 'sector', 'collection', 'staff')", name="axis"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    axis: Mapped[str] = mapped_column(default="territory")
    lineage: Mapped[int | None] = mapped_column(index=True)


class Placement(Base):
    """Under which code and name a unit stood where, from `valid_from` to `valid_to`, both inclusive.

    `valid_from` None: the start is unknown; `valid_to` None: it still holds. `path` is the ids from the root down to
    the unit itself, each followed by a slash ("12/345/"): what stands below begins with it.

    `search_key` is the name without marks, `name_key` the same without the type in front, `tone_key` that with its
    marks but blind to where the tone is put; `sort_key` sorts by the name without the type.
    """

    __tablename__ = "placement"
    __table_args__ = (
        Index("ix_placement_code", "code", "valid_from"),
        Index("ix_placement_parent", "parent_id", "valid_from"),
        Index("ix_placement_path", "path"),
        Index("ix_placement_search_key", "search_key"),
        Index("ix_placement_name_key", "name_key"),
        Index("ix_placement_tone_key", "tone_key"),
        CheckConstraint("valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name="validity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    unit_type: Mapped[str]
    level: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    path: Mapped[str] = mapped_column(Key)
    host_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    search_key: Mapped[str] = mapped_column(Key)
    name_key: Mapped[str] = mapped_column(Key)
    tone_key: Mapped[str] = mapped_column(Key)
    sort_key: Mapped[str] = mapped_column(Key)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6, asdecimal=False))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6, asdecimal=False))
    area_km2: Mapped[Decimal | None] = mapped_column(Numeric(12, 4, asdecimal=False))
    resolution: Mapped[str] = mapped_column(default="")
    resolution_date: Mapped[date | None]


class Succession(Base):
    """That `predecessor_id` went into `successor_id` on a day: wholly, in its main part, or in part.

    `share` is hundredths of a percent of the predecessor, None where none was published.
    """

    __tablename__ = "succession"
    __table_args__ = (
        Index("uq_succession_pair", "predecessor_id", "successor_id", "effective_on", unique=True),
        CheckConstraint("extent IN ('whole', 'main part', 'part')", name="extent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    extent: Mapped[str]
    share: Mapped[int | None]
    document_number: Mapped[str] = mapped_column(default="")
    effective_on: Mapped[date]
