"""The frame: application, menus, panes, drops, welcome, status. Features stand in their own rooms."""
