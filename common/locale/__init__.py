"""What Django's own Vietnamese leaves out: formats of dates and the words of the admin site (``FORMAT_MODULE_PATH``)."""
