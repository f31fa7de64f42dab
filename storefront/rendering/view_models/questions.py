"""A guide's questions with their answers, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable

from storefront.fitting.questions import question_keys
from storefront.rendering.contract import Question
from storefront.rendering.locale_texts import LocaleTexts


def questions(keys: Iterable[str], texts: LocaleTexts) -> list[Question]:
    pairs = (question_keys(key) for key in keys)
    return [{"question": texts(question), "answer": texts(answer)} for question, answer in pairs]
