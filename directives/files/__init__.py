"""What an uploaded file holds: photographs made small and clean, and whether a document would do something by itself when it is opened."""
