"""What every feature of the window uses: theme, icons, tasks, controls, tables, the desk."""
