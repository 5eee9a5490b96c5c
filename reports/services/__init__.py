"""The only writers of reports: ``writing`` (the unit's draft), ``submitting`` (hand in, withdraw), ``reviewing`` (the Centre)."""
