"""词 · enums that carry the Chinese word a person reads on the page."""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """`PROPOSED = "proposed", "待附议"`: the value is stored, the label is shown."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_, word.label = value, label
        return word
