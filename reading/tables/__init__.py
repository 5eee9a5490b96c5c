"""What tables have in common: headers, rows, units, places, the parties named in a cell."""
