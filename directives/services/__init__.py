"""What people do with dispatches and items: typed, keyword-only, ``by=`` the person; each opens its transaction, none sees a request."""

from directives.services.issuing import save_draft

__all__ = ["save_draft"]
