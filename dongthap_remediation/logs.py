"""What is written to the log, and how much of it."""

import logging


class WithoutStack(logging.Filter):
    """Leaves the stack of an error out: what was asked wrongly from outside says nothing about our code, and must not fill the disk."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        return True
