"""Between reading a dispatch and issuing it: answers, corrections, and the plan of what will be made. Values only, no rows."""
