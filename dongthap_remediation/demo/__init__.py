"""The demo: the real dispatch, and made-up accounts and progress, played through the real services.

Never loaded outside ``PORTAL_DEMO=1``.
"""
