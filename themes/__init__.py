"""The themes that come with Storeloom, one folder each."""

from pathlib import Path

FOLDER = Path(__file__).parent
