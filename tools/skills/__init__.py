"""Vertical skills: what to know of an industry before advising it, as checked texts."""

from tools.skills.model import BadSkill, RegionHint, Skill
from tools.skills.shelf import FOLDER, Shelf

__all__ = ["FOLDER", "BadSkill", "RegionHint", "Shelf", "Skill"]
