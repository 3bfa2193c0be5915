"""The frame: application, panes, menus, files that arrive, status. What is done with them stands in desks."""
