"""Score tables (Phụ lục 3): columns, values and checked rows."""
