"""The vocabulary: immutable values that the stages hand to one another.

Standard library only. All are frozen, slotted, keyword-only dataclasses holding tuples and
aware UTC datetimes. Import from the modules, not from here.
"""
