"""Reading dispatches (.docx, .txt, .md) into a proposal that a person confirms: document → structure → addressing → proposal."""

from directives.reading.proposal import Proposal, refusal_json
from directives.reading.reader import read

__all__ = ["Proposal", "read", "refusal_json"]
