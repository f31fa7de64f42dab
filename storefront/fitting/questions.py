"""What customers ask about sizes and face shapes. The words are in texts/*.json: `fit.question.<key>`, `fit.answer.…`.

Where the answers are from:

    marking, total_width   ISO 8624 (boxed system), ISO 12870 (marking); a stamped lens + bridge is no total width
    classes                two opticians' tables, side by side: their limits differ by up to 10 mm
    pd                     Dodgson, "Variation and extrema of human interpupillary distance", SPIE 2004
    pd_at_home             McMahon, Irving, Lee, "Accuracy and repeatability of self-measurement of interpupillary
                           distance", Optometry and Vision Science 2012: mirror +0.46 mm, 95 % from -5.22 to +6.14 mm
    edges                  decentration for each eye = (lens width + bridge - pupillary distance) / 2
    proof, own_shape       dispensing courses and opticians' hand-outs; no controlled study was found
    camera                 Tio, "Face shape classification using Inception v3", 2019: 36.4 to 64.6 % and 84.8 %
"""

from __future__ import annotations

SIZE_QUESTIONS = ("marking", "total_width", "classes", "pd", "pd_at_home", "edges")
FACE_QUESTIONS = ("proof", "own_shape", "between", "camera", "fit_first")


def question_keys(key: str) -> tuple[str, str]:
    """The texts of a question and of its answer."""
    return f"fit.question.{key}", f"fit.answer.{key}"
