#!/usr/bin/env python
"""Django's command line. Starts the embedded servers first when no URL names others."""

import os
import sys

from dongthap_remediation.environment import Refused
from dongthap_remediation.local_services import ensure


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthap_remediation.settings")
    if len(sys.argv) > 1 and sys.argv[1] not in {"help", "version"} and not {"-h", "--help", "--version"} & set(sys.argv):
        try:
            ensure()
        except Refused as error:
            print(error, file=sys.stderr)
            return 1
    from django.core.management import execute_from_command_line  # after the environment is complete

    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
