"""What Django's own Vietnamese leaves out: formats of dates and some words of forms (``FORMAT_MODULE_PATH``)."""
