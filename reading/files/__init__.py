"""What an office sends as lines or grids: by its content, never by its name; what is damaged, locked or active is refused in words."""
