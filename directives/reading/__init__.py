"""Reading dispatches (.docx, .txt, .md) into a proposal that a person confirms: document → structure → addressing → proposal."""
