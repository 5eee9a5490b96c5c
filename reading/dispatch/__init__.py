"""Reading dispatches (.docx, .txt, .md) into a proposal that a person confirms: document → structure → addressing → proposal."""

from reading.dispatch.proposal import Proposal, refusal_json
from reading.dispatch.reader import read

__all__ = ["Proposal", "read", "refusal_json"]
