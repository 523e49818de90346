"""The text of a report: outline and sections, title and year, the body that reports, contact, every number it states.

Begin with `narrative` (lines set apart from tables), then `outline`, `titles`, `agencies` and `facts`. The words people
use stand in `vocabulary/`, as data.
"""
